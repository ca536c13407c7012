-- Who shows a file: asked before a picture goes with the matter or the form that it came with.
create index task_photo_by_picture on task_photo (town, picture);
create index task_photo_by_thumb on task_photo (town, thumb);
