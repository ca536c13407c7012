/* fd.h — all bytes into a descriptor: a call that was interrupted, or took only a part, goes on with the rest. */
#ifndef HEYE_BASE_FD_H
#define HEYE_BASE_FD_H

#include "base/str.h"

#include <stdbool.h>

/* False: the disk is full, the reader is gone; errno says which. What was written before stays. */
bool fd_put(int fd, str bytes);

#endif
