#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Both ends of a pipe, closed in programs that are started.
struct DescriptorPair {
  let reading: CInt
  let writing: CInt

  init?() {
    var ends: [CInt] = [0, 0]
    guard unsafe pipe(&ends) == 0 else { return nil }
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
    }
    reading = ends[0]
    writing = ends[1]
  }
}
