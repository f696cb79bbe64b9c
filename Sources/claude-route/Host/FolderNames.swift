#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// What a folder holds, by name and in no order, `.` and `..` among it; empty where it cannot be
/// listed.
func fileNames(in folder: String) -> [String] {
  guard let handle = unsafe opendir(folder) else { return [] }
  defer { unsafe closedir(handle) }
  var names: [String] = []
  while let entry = unsafe readdir(handle) {
    let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
      unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) {
        unsafe String(cString: $0)
      }
    }
    names.append(name)
  }
  return names
}
