/* Lets a disk fail under a real process: loaded before the system's library, it counts what is written to a database's
 * files and makes one of these calls fail. Files are watched whose path begins with $FAULTS_ON (the database and what
 * SQLite lays beside it).
 *
 * Counted are write, pwrite, fsync, fdatasync, ftruncate and unlink. At the call that is asked for:
 *   EIO once      the call fails with "input/output error", all others work
 *   ENOSPC        this call and every write after it fails with "no space left on device"
 *   kill          the process ends before the call, as by kill -9: what was written stays
 *   half          half of what is to be written arrives, then the process ends
 *   cut           the power fails before the call: every watched file is as it was at its last fsync
 *   torn          the power fails, and of what was not synced each sector of 512 bytes has arrived or has not, by chance
 *                 (seeded by the number of the call); the file is as long as before or as after
 * Making and removing a file is taken to last at once. The file of shared memory (-shm) is no part of the model: SQLite
 * makes it anew. While the file $FAULTS_WHILE exists, every counted call but unlink fails with ENOSPC.
 *
 * Only files opened for reading and writing are watched, as SQLite opens its own. Nothing is opened here, because closing a file ends its locks.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

enum { NONE, EIO_ONCE, FULL, KILL, HALF, CUT, TORN };
enum { MOST_FILES = 16, MOST_FDS = 4096, LONGEST_PATH = 512, SECTOR = 512 };

struct file {
  char path[LONGEST_PATH];
  int fd, is_shared;
  unsigned char *kept; /* as it is on the disk for certain */
  off_t size;
};

static struct file files[MOST_FILES];
static unsigned char file_of[MOST_FDS]; /* number of the file, from 1; 0 for what is not watched */
static int calls, fail_at, how;
static uint64_t chance = 1;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

static void forget(struct file *file) {
  free(file->kept);
  file->kept = 0;
  file->path[0] = 0;
}

/* From the test: which call is to fail, and how; 0 for none. Counting begins anew; files that are closed are forgotten. */
void faults_arm(int at, int in_which_way) {
  for (int number = 0; number < MOST_FILES; number++)
    if (files[number].path[0] && files[number].fd < 0) forget(&files[number]);
  calls = 0;
  fail_at = at;
  how = in_which_way;
  chance = 88172645463325252ULL ^ ((uint64_t)at * 0x9E3779B97F4A7C15ULL);
}

int faults_calls(void) { return calls; }

static uint64_t by_chance(void) {
  chance ^= chance << 13;
  chance ^= chance >> 7;
  chance ^= chance << 17;
  return chance;
}

static unsigned char *content(int fd, off_t *size) {
  struct stat seen;
  if (fstat(fd, &seen)) abort();
  unsigned char *read = calloc(1, (size_t)seen.st_size + 1);
  if (!read || pread(fd, read, (size_t)seen.st_size, 0) != seen.st_size) abort();
  *size = seen.st_size;
  return read;
}

static void keep(struct file *file, int fd) {
  free(file->kept);
  file->kept = content(fd, &file->size);
}

static void restore(int fd, const unsigned char *what, off_t size) {
  if (REAL(ftruncate)(fd, size)) abort();
  if (size && REAL(pwrite)(fd, what, (size_t)size, 0) != size) abort();
}

static void tear(struct file *file) {
  off_t now_size, size = file->size;
  unsigned char *now = content(file->fd, &now_size);
  off_t longest = now_size > file->size ? now_size : file->size;
  unsigned char *mixed = calloc(1, (size_t)longest + 1);
  if (!mixed) abort();
  for (off_t at = 0; at < longest; at += SECTOR) {
    const int arrived = by_chance() & 1;
    const unsigned char *from = arrived ? now : file->kept;
    const off_t end = arrived ? now_size : file->size;
    for (off_t place = at; place < at + SECTOR && place < longest; place++) mixed[place] = place < end ? from[place] : 0;
  }
  if (by_chance() & 1) size = now_size;
  restore(file->fd, mixed, size);
}

static void lose_power(void) {
  for (int number = 0; number < MOST_FILES; number++) {
    struct file *file = &files[number];
    if (!file->path[0] || file->is_shared || file->fd < 0) continue;
    if (how == TORN) tear(file);
    else restore(file->fd, file->kept, file->size);
  }
}

static void end(void) {
  kill(getpid(), SIGKILL);
  for (;;) pause();
}

/* Count a call. Returns the errno with which it has to fail, 0 if it may go on. */
static int fault(int fd, const void *what, size_t length, int is_write, int is_removal) {
  static __thread int is_within;
  int refusal = 0;
  if (is_within) return 0;
  is_within = 1;
  pthread_mutex_lock(&lock);
  calls++;
  const char *trigger = getenv("FAULTS_WHILE");
  if (trigger && !is_removal && access(trigger, F_OK) == 0) refusal = ENOSPC;
  if (fail_at && calls >= fail_at) {
    if (how == FULL && is_write) refusal = ENOSPC;
    if (calls == fail_at) {
      if (how == EIO_ONCE) refusal = EIO;
      if (how == HALF && what && length > 1 && REAL(write)(fd, what, length / 2) < 0) abort();
      if (how == CUT || how == TORN) lose_power();
      if (how >= KILL) end();
    }
  }
  pthread_mutex_unlock(&lock);
  is_within = 0;
  return refusal;
}

static struct file *watched(int fd) { return fd >= 0 && fd < MOST_FDS && file_of[fd] ? &files[file_of[fd] - 1] : 0; }

static void watch(const char *path, int fd) {
  const char *own = getenv("FAULTS_ON");
  if (fd < 0 || fd >= MOST_FDS || !own || strncmp(path, own, strlen(own)) || strlen(path) >= LONGEST_PATH) return;
  pthread_mutex_lock(&lock);
  int number = 0, empty = -1;
  for (; number < MOST_FILES && strcmp(files[number].path, path); number++)
    if (empty < 0 && !files[number].path[0]) empty = number;
  if (number == MOST_FILES) {
    if ((number = empty) < 0) abort();
    struct file *file = &files[number];
    strcpy(file->path, path);
    const size_t length = strlen(path);
    file->is_shared = length > 4 && !strcmp(path + length - 4, "-shm");
    if (!file->is_shared) keep(file, fd);
  }
  files[number].fd = fd;
  file_of[fd] = (unsigned char)(number + 1);
  pthread_mutex_unlock(&lock);
}

#define OPEN(name)                                                    \
  int name(const char *path, int flags, ...) {                        \
    mode_t mode = 0;                                                  \
    if (flags & (O_CREAT | O_TMPFILE)) {                              \
      va_list more;                                                   \
      va_start(more, flags);                                          \
      mode = va_arg(more, mode_t);                                    \
      va_end(more);                                                   \
    }                                                                 \
    const int fd = REAL(name)(path, flags, mode);                     \
    if ((flags & O_ACCMODE) == O_RDWR) watch(path, fd);               \
    return fd;                                                        \
  }
OPEN(open)
OPEN(open64)

int close(int fd) {
  struct file *file = watched(fd);
  if (file) {
    pthread_mutex_lock(&lock);
    file_of[fd] = 0;
    if (file->fd == fd) {
      file->fd = -1;
      for (int other = 0; other < MOST_FDS; other++)
        if (watched(other) == file) file->fd = other;
    }
    pthread_mutex_unlock(&lock);
  }
  return REAL(close)(fd);
}

ssize_t write(int fd, const void *what, size_t length) {
  if (watched(fd) && (errno = fault(fd, what, length, 1, 0))) return -1;
  return REAL(write)(fd, what, length);
}

#define PWRITE(name, kind)                                                     \
  ssize_t name(int fd, const void *what, size_t length, kind place) {          \
    if (watched(fd)) {                                                         \
      if (how == HALF && lseek(fd, place, SEEK_SET) < 0) abort();              \
      if ((errno = fault(fd, what, length, 1, 0))) return -1;                  \
    }                                                                          \
    return REAL(name)(fd, what, length, place);                                \
  }
PWRITE(pwrite, off_t)
PWRITE(pwrite64, off64_t)

#define TRUNCATE(name, kind)                                        \
  int name(int fd, kind size) {                                     \
    if (watched(fd) && (errno = fault(fd, 0, 0, 1, 0))) return -1;  \
    return REAL(name)(fd, size);                                    \
  }
TRUNCATE(ftruncate, off_t)
TRUNCATE(ftruncate64, off64_t)

#define SYNC(name)                                                  \
  int name(int fd) {                                                \
    struct file *file = watched(fd);                                \
    if (file && (errno = fault(fd, 0, 0, 0, 0))) return -1;         \
    const int done = REAL(name)(fd);                                \
    if (file && !file->is_shared && !done) {                        \
      pthread_mutex_lock(&lock);                                    \
      keep(file, fd);                                               \
      pthread_mutex_unlock(&lock);                                  \
    }                                                               \
    return done;                                                    \
  }
SYNC(fsync)
SYNC(fdatasync)

int unlink(const char *path) {
  const char *own = getenv("FAULTS_ON");
  if (own && !strncmp(path, own, strlen(own)) && (errno = fault(-1, 0, 0, 0, 1))) return -1;
  const int done = REAL(unlink)(path);
  pthread_mutex_lock(&lock);
  for (int number = 0; !done && number < MOST_FILES; number++)
    if (!strcmp(files[number].path, path)) {
      forget(&files[number]);
      for (int fd = 0; fd < MOST_FDS; fd++)
        if (file_of[fd] == number + 1) file_of[fd] = 0;
    }
  pthread_mutex_unlock(&lock);
  return done;
}
