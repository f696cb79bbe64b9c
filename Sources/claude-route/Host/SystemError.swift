internal import Rendering

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// A system call that failed.
struct SystemError: Error {
  /// What was tried, as a verb: "read", "execute".
  let operation: String
  let path: String
  let code: CInt

  /// "cannot read team.yaml: No such file or directory".
  var message: String {
    "cannot \(operation) \(path): \(reason)".printable
  }

  var reason: String {
    guard let text = unsafe strerror(code) else { return "error \(code)" }
    return unsafe String(cString: text)
  }
}
