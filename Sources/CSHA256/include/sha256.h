#ifndef CLAUDE_ROUTE_SHA256_H
#define CLAUDE_ROUTE_SHA256_H

#include <stddef.h>
#include <stdint.h>

/// Compresses so many blocks of 64 bytes into the state (FIPS 180-4, section 6.2.2), with the
/// processor's own instructions for it where it has them.
void claude_route_sha256_compress(uint32_t state[8], const uint8_t *blocks, size_t count);

/// The same on any processor.
void claude_route_sha256_compress_portably(uint32_t state[8], const uint8_t *blocks, size_t count);

#endif
