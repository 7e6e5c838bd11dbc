/* The picture helper from outside: a child process at the other end of a socket pair. A socket
 * rather than two pipes, because sending can then be told to raise no signal. */
#include "image/helper.h"

#include "base/io.h"
#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    LONGEST_PATH = 4096,
    PATIENCE = 5000 /* ms of waiting for a second of work, on a busy machine */
};

struct nb_helper {
    pthread_mutex_t lock;
    char path[LONGEST_PATH];
    unsigned most_width, most_height;
    bool gray;
    pid_t pid; /* 0: not running */
    int socket;
};

static enum nb_status find_program(const struct nb_image_wants *wants,
                                   struct nb_helper *helper)
{
    static const char name[] = "newsbind-image";
    char *slash;
    if (wants->helper) {
        int len = snprintf(helper->path, sizeof helper->path, "%s", wants->helper);
        return len < LONGEST_PATH ? NB_OK : NB_LIMIT;
    }
    if (!nb_path_program(helper->path, sizeof helper->path))
        return NB_LIMIT;
    slash = strrchr(helper->path, '/');
    if (!slash ||
        (size_t)(slash - helper->path) + 1 + sizeof name > sizeof helper->path)
        return NB_LIMIT;
    memcpy(slash + 1, name, sizeof name);
    return NB_OK;
}

enum nb_status nb_helper_new(const struct nb_image_wants *wants, struct nb_helper **out)
{
    *out = NULL;
    struct nb_helper *helper = nb_calloc(1, sizeof *helper);
    if (!helper)
        return NB_NOMEM;
    enum nb_status status = find_program(wants, helper);
    if (status == NB_OK && pthread_mutex_init(&helper->lock, NULL) != 0)
        status = NB_NOMEM;
    if (status != NB_OK) {
        nb_free(helper);
        return status;
    }
    helper->most_width = wants->most_width;
    helper->most_height = wants->most_height;
    helper->gray = wants->gray;
    *out = helper;
    return NB_OK;
}

static void stop(struct nb_helper *helper)
{
    if (!helper->pid)
        return;
    (void)close(helper->socket);
    (void)kill(helper->pid, SIGKILL);
    while (waitpid(helper->pid, NULL, 0) < 0 && errno == EINTR)
        continue;
    helper->pid = 0;
}

void nb_helper_free(struct nb_helper *helper)
{
    if (!helper)
        return;
    stop(helper);
    (void)pthread_mutex_destroy(&helper->lock);
    nb_free(helper);
}

/* Starts the program with `end` as its input and output, and nothing of our environment. */
static int spawn(struct nb_helper *helper, int end, pid_t *pid)
{
    char *argv[] = {helper->path, NULL};
    char locale[] = "LC_ALL=C", *environment[] = {locale, NULL};
    posix_spawn_file_actions_t actions;
    int failed = posix_spawn_file_actions_init(&actions);
    if (failed)
        return failed;
    failed = posix_spawn_file_actions_adddup2(&actions, end, STDIN_FILENO);
    if (!failed)
        failed = posix_spawn_file_actions_adddup2(&actions, end, STDOUT_FILENO);
    if (!failed) /* what the libraries below have to say helps nobody */
        failed = posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null",
                                                  O_WRONLY, 0);
    if (!failed)
        failed = posix_spawn(pid, helper->path, &actions, NULL, argv, environment);
    (void)posix_spawn_file_actions_destroy(&actions);
    return failed;
}

static bool start(struct nb_helper *helper)
{
    int ends[2];
    if (helper->pid)
        return true;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return false;
    pid_t pid = 0;
    int failed = spawn(helper, ends[1], &pid);
    (void)close(ends[1]);
    if (failed) {
        (void)close(ends[0]);
        return false;
    }
    helper->pid = pid;
    helper->socket = ends[0];
    return true;
}

static long long now_ms(void)
{
    struct timespec time = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    return (long long)time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

/* Waits until the socket is ready; false when the time is up. */
static bool wait_for(struct nb_helper *helper, short events, long long deadline)
{
    for (;;) {
        long long left = deadline - now_ms();
        struct pollfd poll_one = {.fd = helper->socket, .events = events};
        int ready = left > 0 ? poll(&poll_one, 1, (int)left) : 0;
        if (ready > 0)
            return true;
        if (ready == 0 || errno != EINTR)
            return false;
    }
}

static const char late[] = "took too long", gone[] = "died";

static const char *send_all(struct nb_helper *helper, const void *data, size_t size,
                            long long deadline)
{
    const char *at = data;
    while (size) {
        if (!wait_for(helper, POLLOUT, deadline))
            return late;
        ssize_t sent = send(helper->socket, at, size, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (sent < 0 && errno != EINTR && errno != EAGAIN)
            return gone;
        at += sent > 0 ? sent : 0;
        size -= sent > 0 ? (size_t)sent : 0;
    }
    return NULL;
}

static const char *receive_all(struct nb_helper *helper, void *data, size_t size,
                               long long deadline)
{
    char *at = data;
    while (size) {
        if (!wait_for(helper, POLLIN, deadline))
            return late;
        ssize_t got = recv(helper->socket, at, size, MSG_DONTWAIT);
        if (got == 0 || (got < 0 && errno != EINTR && errno != EAGAIN))
            return gone;
        at += got > 0 ? got : 0;
        size -= got > 0 ? (size_t)got : 0;
    }
    return NULL;
}

/* One question and its answer; what went wrong, or NULL. */
static const char *talk(struct nb_helper *helper, const struct nb_limits *limits,
                        struct nb_str bytes, struct nb_helper_reply *reply,
                        struct nb_buf *out)
{
    long long deadline = now_ms() + (long long)limits->picture_seconds * PATIENCE;
    size_t most = limits->picture_pixels;
    struct nb_helper_request request = {
        .most_width = helper->most_width,
        .most_height = helper->most_height,
        .gray = helper->gray,
        .most_pixels = most > UINT32_MAX ? UINT32_MAX : (uint32_t)most,
        .most_bytes = limits->picture_memory > UINT32_MAX
                          ? UINT32_MAX
                          : (uint32_t)limits->picture_memory,
        .seconds = limits->picture_seconds,
        .size = (uint32_t)bytes.len,
    };
    const char *why = send_all(helper, &request, sizeof request, deadline);
    if (!why)
        why = send_all(helper, bytes.data, bytes.len, deadline);
    if (!why)
        why = receive_all(helper, reply, sizeof *reply, deadline);
    if (why || reply->result != NB_HELPER_OK)
        return why;
    if (reply->size > limits->picture_bytes)
        return "gave too much";
    char *to = nb_buf_reserve(out, reply->size);
    if (!to)
        return "out of memory";
    why = receive_all(helper, to, reply->size, deadline);
    if (!why) {
        out->len += reply->size;
        out->data[out->len] = '\0';
    }
    return why;
}

enum nb_status nb_helper_ask(struct nb_helper *helper, const struct nb_limits *limits,
                             struct nb_str bytes, struct nb_helper_reply *reply,
                             struct nb_buf *out, const char **why)
{
    *why = NULL;
    if (bytes.len > UINT32_MAX)
        return NB_LIMIT;
    (void)pthread_mutex_lock(&helper->lock);
    if (start(helper))
        *why = talk(helper, limits, bytes, reply, out);
    else
        *why = "could not be started";
    if (*why)
        stop(helper);
    (void)pthread_mutex_unlock(&helper->lock);
    if (out->status != NB_OK)
        return out->status;
    return *why ? NB_LIBRARY : NB_OK;
}
