/* Makes the n-th call that touches a folder fail: loaded in front of the C library by tests/prove/io_faults.py.
 * Only calls on paths under the folder, and on handles opened there, are counted, and only while it is armed. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

#define SHORT_WRITE -1
#define HANDLES 65536

static char root[4096];
static size_t root_length;
static char ours[HANDLES];
static int armed, count, target, error_number, sticky, fired;
static const char *fired_name = "";

void kpr_root(const char *path) {
    strncpy(root, path, sizeof root - 1);
    root_length = strlen(root);
}

/* nth = 0 only counts. */
void kpr_arm(int nth, int number, int for_good) {
    count = fired = 0;
    fired_name = "";
    target = nth;
    error_number = number;
    sticky = for_good;
    armed = 1;
}

int kpr_disarm(void) {
    armed = 0;
    return count;
}

int kpr_fired(void) { return fired; }
const char *kpr_fired_name(void) { return fired_name; }

static int under(const char *path) { return root_length && path && !strncmp(path, root, root_length); }
static int is_ours(int handle) { return handle >= 0 && handle < HANDLES && ours[handle]; }

/* Whether this call is the one: 0 = go on, 1 = fail with errno set, 2 = write half. */
static int hit(const char *name, int mine, int writes) {
    if (!armed || !mine) return 0;
    count++;
    if (!target || (count != target && !(sticky && count > target))) return 0;
    if (error_number == SHORT_WRITE && !writes) return 0;
    if (!strcmp(name, "read") && error_number != EIO) return 0; /* nothing else goes wrong with reading */
    fired++;
    fired_name = name;
    if (error_number == SHORT_WRITE) return 2;
    errno = error_number;
    return 1;
}

#define REAL(result, name, ...) \
    static result (*real)(__VA_ARGS__); \
    if (!real) real = (result (*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name)

static int opened(int handle, int mine) {
    if (handle >= 0 && handle < HANDLES) ours[handle] = (char)mine;
    return handle;
}

#define OPEN(name) \
    int name(const char *path, int flags, ...) { \
        REAL(int, name, const char *, int, ...); \
        va_list rest; \
        va_start(rest, flags); \
        mode_t mode = va_arg(rest, mode_t); \
        va_end(rest); \
        int mine = under(path); \
        if (hit("open", mine, 0)) return -1; \
        return opened(real(path, flags, mode), mine); \
    }
OPEN(open)
OPEN(open64)

#define OPENAT(name) \
    int name(int folder, const char *path, int flags, ...) { \
        REAL(int, name, int, const char *, int, ...); \
        va_list rest; \
        va_start(rest, flags); \
        mode_t mode = va_arg(rest, mode_t); \
        va_end(rest); \
        int mine = under(path); \
        if (hit("open", mine, 0)) return -1; \
        return opened(real(folder, path, flags, mode), mine); \
    }
OPENAT(openat)
OPENAT(openat64)

int close(int handle) {
    REAL(int, close, int);
    if (handle >= 0 && handle < HANDLES) ours[handle] = 0;
    return real(handle);
}

ssize_t write(int handle, const void *data, size_t length) {
    REAL(ssize_t, write, int, const void *, size_t);
    int how = hit("write", is_ours(handle), 1);
    return how == 1 ? -1 : real(handle, data, how == 2 ? length / 2 : length);
}

#define PWRITE(name, offset_type) \
    ssize_t name(int handle, const void *data, size_t length, offset_type at) { \
        REAL(ssize_t, name, int, const void *, size_t, offset_type); \
        int how = hit("write", is_ours(handle), 1); \
        return how == 1 ? -1 : real(handle, data, how == 2 ? length / 2 : length, at); \
    }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

ssize_t read(int handle, void *data, size_t length) {
    REAL(ssize_t, read, int, void *, size_t);
    return hit("read", is_ours(handle), 0) ? -1 : real(handle, data, length);
}

#define PREAD(name, offset_type) \
    ssize_t name(int handle, void *data, size_t length, offset_type at) { \
        REAL(ssize_t, name, int, void *, size_t, offset_type); \
        return hit("read", is_ours(handle), 0) ? -1 : real(handle, data, length, at); \
    }
PREAD(pread, off_t)
PREAD(pread64, off64_t)

#define FLUSH(name) \
    int name(int handle) { \
        REAL(int, name, int); \
        return hit("fsync", is_ours(handle), 0) ? -1 : real(handle); \
    }
FLUSH(fsync)
FLUSH(fdatasync)

#define CUT(name, offset_type) \
    int name(int handle, offset_type length) { \
        REAL(int, name, int, offset_type); \
        return hit("ftruncate", is_ours(handle), 0) ? -1 : real(handle, length); \
    }
CUT(ftruncate, off_t)
CUT(ftruncate64, off64_t)

int rename(const char *from, const char *to) {
    REAL(int, rename, const char *, const char *);
    return hit("rename", under(from) || under(to), 0) ? -1 : real(from, to);
}

int unlink(const char *path) {
    REAL(int, unlink, const char *);
    return hit("unlink", under(path), 0) ? -1 : real(path);
}

int mkdir(const char *path, mode_t mode) {
    REAL(int, mkdir, const char *, mode_t);
    return hit("mkdir", under(path), 0) ? -1 : real(path, mode);
}

int rmdir(const char *path) {
    REAL(int, rmdir, const char *);
    return hit("rmdir", under(path), 0) ? -1 : real(path);
}
