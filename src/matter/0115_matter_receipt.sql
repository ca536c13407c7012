-- From when on a server may take a waiting code in hand: servers share the slow hashes, and none is made twice.
alter table receipt_pending add column free_at bigint not null default 0;
