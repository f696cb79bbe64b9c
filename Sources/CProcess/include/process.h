#ifndef CLAUDE_ROUTE_PROCESS_H
#define CLAUDE_ROUTE_PROCESS_H

#include <stddef.h>

/// The commit this program was built from, abbreviated, with `-dirty` when files differed from it;
/// empty when the build was not told (`CLAUDE_ROUTE_COMMIT`, which `make release` sets).
const char *_Nonnull claude_route_revision(void);

/// The arguments as the kernel handed them over, the program's name first, ended by NULL; NULL itself
/// where the C library does not hand them to constructors.
char *_Nullable *_Nullable claude_route_arguments(void);

/// Takes out of the environment what only the start of this process needed, where it needed anything;
/// to be called before the environment is read.
void claude_route_restore_environment(void);

/// Asks for room for small values of so many bytes in all, in few and large pages; never fails.
///
/// A page that is touched for the first time costs as much as some lines of a policy cost to read.
/// Where the kernel has them, pages are then of 2 MiB, so that up to as much is taken and not used;
/// and from here on, what is freed is kept for the next value.
void claude_route_expect_values(size_t size);

#endif
