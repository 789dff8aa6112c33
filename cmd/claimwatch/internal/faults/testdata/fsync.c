/* Preloaded into the command: flushing a file to its disk fails while the file that FSYNC_FAILS
   names is there, as it does when a disk takes no more writes. */
#include <errno.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

static int flush(long call, int fd) {
    const char *sign = getenv("FSYNC_FAILS");
    if (sign != NULL && access(sign, F_OK) == 0) {
        errno = EIO;
        return -1;
    }
    return (int)syscall(call, fd);
}

int fsync(int fd) { return flush(SYS_fsync, fd); }

int fdatasync(int fd) { return flush(SYS_fdatasync, fd); }
