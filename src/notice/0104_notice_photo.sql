-- Who shows a file: asked before a picture goes with the matter or the form that it came with.
create index notice_delivery_by_picture on notice_delivery (town, picture) where picture is not null;
create index notice_delivery_by_thumb on notice_delivery (town, thumb) where thumb is not null;
