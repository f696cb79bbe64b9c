// Runs commands in rounds, in another order each round, and prints what each run took:
//
//   rounds ROUNDS WARM-UP SEED < PLAN
//
// The plan is fields that end with NUL. For each command: its folder, the file it reads from, the count of
// its variables and each as NAME=VALUE, the count of its arguments and each. A line for each run after the
// warm-up: number of the command, wall nanoseconds, user and system microseconds, the largest resident
// memory in KiB, wait status. A C program, since the kernel counts what the parent of a new process
// held as memory of the child, and since a large parent is slow to start children from.
#define _GNU_SOURCE
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

enum { MOST_BYTES = 1 << 20, MOST_COMMANDS = 64 };

struct command {
  char *path, **arguments, **environment;
  posix_spawn_file_actions_t actions;
};

struct run {
  int command, status;
  long long wall;
  struct rusage use;
};

static char plan[MOST_BYTES];
static char *next = plan, *end;

static void fail(const char *what) {
  fprintf(stderr, "rounds: %s\n", what);
  exit(2);
}

static void *allocated(size_t size) {
  void *memory = calloc(1, size);
  if (!memory) fail("no memory");
  return memory;
}

static char *field(void) {
  if (next >= end) fail("the plan ends too early");
  char *text = next;
  next += strlen(text) + 1;
  return text;
}

static char **list(void) {
  int count = atoi(field());
  if (count < 0 || count > MOST_BYTES) fail("a wrong count");
  char **texts = allocated(sizeof(char *) * (size_t)(count + 1));
  for (int place = 0; place < count; place++) texts[place] = field();
  return texts;
}

static struct command read_command(void) {
  struct command command;
  posix_spawn_file_actions_init(&command.actions);
  posix_spawn_file_actions_addchdir_np(&command.actions, field());
  posix_spawn_file_actions_addopen(&command.actions, 0, field(), O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&command.actions, 1, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&command.actions, 2, "/dev/null", O_WRONLY, 0);
  command.environment = list();
  command.arguments = list();
  command.path = command.arguments[0];
  return command;
}

static long long now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static struct run one_run(struct command *commands, int number) {
  struct command *command = &commands[number];
  struct run run = {.command = number};
  pid_t child;
  long long start = now();
  if (posix_spawn(&child, command->path, &command->actions, NULL, command->arguments,
                  command->environment))
    fail(command->path);
  if (wait4(child, &run.status, 0, &run.use) != child) fail("wait4");
  run.wall = now() - start;
  return run;
}

static long long microseconds(struct timeval time) {
  return time.tv_sec * 1000000LL + time.tv_usec;
}

int main(int count, char **arguments) {
  if (count != 4) fail("usage: rounds ROUNDS WARM-UP SEED < PLAN");
  int rounds = atoi(arguments[1]), warm_up = atoi(arguments[2]);
  srandom((unsigned)atoi(arguments[3]));
  end = plan + fread(plan, 1, sizeof plan, stdin);
  if (end == plan + sizeof plan || rounds < 1 || warm_up < 0) fail("the plan is too long, or no round");

  struct command commands[MOST_COMMANDS];
  int order[MOST_COMMANDS], known = 0;
  while (next < end) {
    if (known == MOST_COMMANDS) fail("too many commands");
    order[known] = known;
    commands[known++] = read_command();
  }
  struct run *runs = allocated(sizeof(struct run) * (size_t)rounds * (size_t)known);
  for (int round = -warm_up, place = 0; round < rounds; round++) {
    // Whoever runs behind a large program finds the caches full of it: each gets each neighbour.
    for (int last = known - 1; last > 0; last--) {
      int other = (int)(random() % (last + 1)), kept = order[last];
      order[last] = order[other];
      order[other] = kept;
    }
    for (int number = 0; number < known; number++) {
      struct run run = one_run(commands, order[number]);
      if (round >= 0) runs[place++] = run;
    }
  }
  for (long place = 0; place < (long)rounds * known; place++) {
    struct run *run = &runs[place];
    printf("%d %lld %lld %lld %ld %d\n", run->command, run->wall, microseconds(run->use.ru_utime),
           microseconds(run->use.ru_stime), run->use.ru_maxrss, run->status);
  }
  return 0;
}
