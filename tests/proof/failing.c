/* A disk on which the n-th write or sync under $PL_DIR fails: `fail_at(kind, n, code, always)` is called by the program
 * itself, with n counted from then on; n = 0 is a disk that is well. kind: 0 writes, 1 syncs. Linux only.
 *
 * Build: gcc -shared -fPIC -O2 -o failing.so failing.c -ldl */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#define REAL(name) ({ static __typeof__(&name) found; if (!found) found = dlsym(RTLD_NEXT, #name); found; })

static long left[2], seen[2];
static int code[2], always[2];

void fail_at(int kind, long n, int error, int for_ever) {
    left[kind] = n;
    seen[kind] = 0;
    code[kind] = error;
    always[kind] = for_ever;
}

long counted(int kind) { return seen[kind]; }

static int ours(int descriptor) {
    char link[64], path[4096];
    const char *folder = getenv("PL_DIR");
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (!folder || length < 0) return 0;
    path[length] = 0;
    return !strncmp(path, folder, strlen(folder));
}

static int fails(int kind, int descriptor) {
    if (!ours(descriptor)) return 0;
    seen[kind]++;
    if (!left[kind] || (always[kind] ? seen[kind] < left[kind] : seen[kind] != left[kind])) return 0;
    errno = code[kind];
    return 1;
}

ssize_t pwrite(int descriptor, const void *data, size_t length, off_t offset) {
    return fails(0, descriptor) ? -1 : REAL(pwrite)(descriptor, data, length, offset);
}

ssize_t pwrite64(int descriptor, const void *data, size_t length, off64_t offset) {
    return fails(0, descriptor) ? -1 : REAL(pwrite64)(descriptor, data, length, offset);
}

ssize_t write(int descriptor, const void *data, size_t length) {
    return fails(0, descriptor) ? -1 : REAL(write)(descriptor, data, length);
}

int fsync(int descriptor) { return fails(1, descriptor) ? -1 : REAL(fsync)(descriptor); }

int fdatasync(int descriptor) { return fails(1, descriptor) ? -1 : REAL(fdatasync)(descriptor); }
