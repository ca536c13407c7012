-- Who shows a file: asked before a picture goes with the matter or the form that it came with.
create index mediation_scan_by_picture on mediation_scan (town, picture);
create index mediation_scan_by_thumb on mediation_scan (town, thumb);
