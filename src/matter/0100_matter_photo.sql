-- Who shows a file: asked before a picture goes with the matter or the form that it came with.
create index matter_photo_by_thumb on matter_photo (town, thumb);
create index draft_photo_by_thumb on draft_photo (town, thumb);
