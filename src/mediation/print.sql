-- @do print_insert(tag blob, mediation int, post int, box blob, at time)
insert into mediation_print (town, tag, mediation, post, box, made_at) values (:town, :tag, :mediation, :post, :box, :at);

-- @one print_by_tag(tag blob, mediation int, post int, since time) -> (box blob)
select box from mediation_print where town = :town and tag = :tag and mediation = :mediation and post = :post and made_at >= :since;

-- @one print_old(before time) -> (made_at time)
select made_at from mediation_print where town = :town and made_at < :before limit 1;

-- @do print_sweep(before time)
delete from mediation_print where town = :town and made_at < :before;
