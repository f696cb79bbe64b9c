#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

extension String {
  /// The part before the last slash: `/a` of `/a/b`, `/` of `/a`, empty for a bare name.
  var folder: String {
    guard let slash = lastIndex(of: "/") else { return "" }
    return slash == startIndex ? "/" : String(self[..<slash])
  }

  /// The path without links and dots; absent when there is no such file.
  var realPath: String? {
    guard let path = unsafe realpath(self, nil) else { return nil }
    defer { unsafe free(path) }
    return unsafe String(cString: path)
  }
}

/// Whether there is something at the path itself, were it a link that leads nowhere.
func fileExistsItself(_ path: String) -> Bool {
  var status = stat()
  return unsafe lstat(path, &status) == 0
}
