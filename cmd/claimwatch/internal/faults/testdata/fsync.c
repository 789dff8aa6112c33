/* Preloaded into the command: flushing a file to its disk fails while the file that FSYNC_FAILS
   names is there, as it does when a disk takes no more writes. Where FSYNC_FAILS_UNDER names a
   folder, only files in it fail. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static int fails(int fd) {
    const char *sign = getenv("FSYNC_FAILS"), *folder = getenv("FSYNC_FAILS_UNDER");
    char link[64], path[PATH_MAX];
    ssize_t n;
    if (sign == NULL || access(sign, F_OK) != 0) return 0;
    if (folder == NULL) return 1;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    n = readlink(link, path, sizeof path - 1);
    if (n < 0) return 0;
    path[n] = 0;
    return strncmp(path, folder, strlen(folder)) == 0;
}

static int flush(long call, int fd) {
    if (fails(fd)) {
        errno = EIO;
        return -1;
    }
    return (int)syscall(call, fd);
}

int fsync(int fd) { return flush(SYS_fsync, fd); }

int fdatasync(int fd) { return flush(SYS_fdatasync, fd); }
