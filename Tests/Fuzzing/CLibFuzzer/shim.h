#include <stddef.h>
#include <stdint.h>

// The driver behind libFuzzer's `main`, as its documentation gives it.
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*target)(const uint8_t *bytes, size_t count));
