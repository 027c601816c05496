/* What one process did to the files under $PL_DIR, in order, into $PL_LOG: writes, truncations, syncs, names made, replaced and
 * removed. Preloaded into a program that issues numbers, so that replay.py can cut the power at any point of it. Linux only.
 *
 * Build: gcc -shared -fPIC -O2 -o recorder.so recorder.c -ldl -lpthread
 * A record: op, length of the first name, length of the second, offset, length of the data; then names and data.
 * W write, T truncate to offset, S sync of a file or folder, C name made, R first name replaces second, U name removed.
 * Not recorded, and not used by us on these files: mmap (SQLite maps only -shm, which is rebuilt), writev, link. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/uio.h>
#include <unistd.h>

#define FILES 4096
#define REAL(name) ({ static __typeof__(&name) found; if (!found) found = dlsym(RTLD_NEXT, #name); found; })

static char *folder, *names[FILES];
static size_t folder_length;
static int book = -1;
static pthread_mutex_t one = PTHREAD_MUTEX_INITIALIZER;

__attribute__((constructor)) static void begin(void) {
    const char *log = getenv("PL_LOG");
    folder = getenv("PL_DIR") ? strdup(getenv("PL_DIR")) : strdup("/nonexistent");
    folder_length = strlen(folder);
    if (log) book = REAL(open)(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
}

static int ours(const char *path) { return folder && path && !strncmp(path, folder, folder_length); }

static void record(char op, const char *name, const char *other, uint64_t offset, const void *data, uint32_t length) {
    char head[17];
    uint16_t first = name ? strlen(name) : 0, second = other ? strlen(other) : 0;
    if (book < 0) return;
    head[0] = op;
    memcpy(head + 1, &first, 2);
    memcpy(head + 3, &second, 2);
    memcpy(head + 5, &offset, 8);
    memcpy(head + 13, &length, 4);
    struct iovec parts[4] = {{head, 17}, {(void *)name, first}, {(void *)other, second}, {(void *)data, data ? length : 0}};
    pthread_mutex_lock(&one);
    if (writev(book, parts, 4) < 0) abort();
    pthread_mutex_unlock(&one);
}

static const char *name_of(int descriptor) { return descriptor >= 0 && descriptor < FILES ? names[descriptor] : NULL; }

static int opened(int descriptor, const char *path, int was_there, int flags) {
    if (descriptor < 0 || descriptor >= FILES) return descriptor;
    free(names[descriptor]);
    names[descriptor] = NULL;
    if (!ours(path)) return descriptor;
    names[descriptor] = strdup(path);
    if (!was_there) record('C', path, NULL, 0, NULL, 0);
    if (flags & O_TRUNC) record('T', path, NULL, 0, NULL, 0);
    return descriptor;
}

#define OPENS(name)                                                                             \
    int name(const char *path, int flags, ...) {                                                \
        va_list more;                                                                           \
        va_start(more, flags);                                                                  \
        int mode = va_arg(more, int);                                                           \
        va_end(more);                                                                           \
        int was_there = ours(path) && access(path, F_OK) == 0;                                  \
        return opened(REAL(name)(path, flags, mode), path, was_there, flags);                   \
    }
OPENS(open)
OPENS(open64)

#define OPENS_AT(name)                                                                          \
    int name(int at, const char *path, int flags, ...) {                                        \
        va_list more;                                                                           \
        va_start(more, flags);                                                                  \
        int mode = va_arg(more, int);                                                           \
        va_end(more);                                                                           \
        int was_there = ours(path) && access(path, F_OK) == 0;                                  \
        return opened(REAL(name)(at, path, flags, mode), path, was_there, flags);               \
    }
OPENS_AT(openat)
OPENS_AT(openat64)

int close(int descriptor) {
    if (name_of(descriptor)) {
        free(names[descriptor]);
        names[descriptor] = NULL;
    }
    return REAL(close)(descriptor);
}

#define WRITES_AT(name, offset_type)                                                            \
    ssize_t name(int descriptor, const void *data, size_t length, offset_type offset) {         \
        ssize_t written = REAL(name)(descriptor, data, length, offset);                         \
        if (written > 0 && name_of(descriptor)) record('W', name_of(descriptor), NULL, offset, data, written); \
        return written;                                                                         \
    }
WRITES_AT(pwrite, off_t)
WRITES_AT(pwrite64, off64_t)

ssize_t write(int descriptor, const void *data, size_t length) {
    ssize_t written = REAL(write)(descriptor, data, length);
    if (written > 0 && name_of(descriptor))
        record('W', name_of(descriptor), NULL, lseek(descriptor, 0, SEEK_CUR) - written, data, written);
    return written;
}

#define SYNCS(name)                                                                             \
    int name(int descriptor) {                                                                  \
        int answer = REAL(name)(descriptor);                                                    \
        if (!answer && name_of(descriptor)) record('S', name_of(descriptor), NULL, 0, NULL, 0); \
        return answer;                                                                          \
    }
SYNCS(fsync)
SYNCS(fdatasync)

#define TRUNCATES(name, offset_type)                                                            \
    int name(int descriptor, offset_type length) {                                              \
        int answer = REAL(name)(descriptor, length);                                            \
        if (!answer && name_of(descriptor)) record('T', name_of(descriptor), NULL, length, NULL, 0); \
        return answer;                                                                          \
    }
TRUNCATES(ftruncate, off_t)
TRUNCATES(ftruncate64, off64_t)

int rename(const char *from, const char *to) {
    int answer = REAL(rename)(from, to);
    if (!answer && ours(to)) record('R', from, to, 0, NULL, 0);
    return answer;
}

int unlink(const char *path) {
    int answer = REAL(unlink)(path);
    if (!answer && ours(path)) record('U', path, NULL, 0, NULL, 0);
    return answer;
}
