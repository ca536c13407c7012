-- Who shows a file: asked before a picture goes with the matter or the form that it came with.
create index openday_promise_by_picture on openday_promise (town, picture) where picture is not null;
create index openday_promise_by_thumb on openday_promise (town, thumb) where thumb is not null;
