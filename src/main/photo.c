/* photo.c — `heye photo-worker`: the child that reads strangers' pictures. Not for people to call. */
#include "desk/file.h"
#include "main/command.h"

int
command_photo_worker(int argc, char **argv)
{
	(void)argc, (void)argv;
	return file_worker_main();
}
