#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Replaces this process by a program: same process id, descriptors, folder and signals.
///
/// Returns only when that failed.
func execute(
  _ path: String,
  arguments: [[UInt8]],
  environment: RawEnvironment
) -> SystemError {
  let argumentVector = unsafe cVector([Array(path.utf8)] + arguments)
  let environmentVector = unsafe cVector(environment.entries)
  _ = unsafe execve(path, argumentVector, environmentVector)
  return SystemError(operation: "execute", path: path, code: errno)
}

/// Copies that live until the process ends or is replaced.
private func cVector(_ words: [[UInt8]]) -> UnsafeMutablePointer<UnsafeMutablePointer<CChar>?> {
  let vector = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(
    capacity: words.count + 1
  )
  for (index, word) in words.enumerated() {
    let copy = UnsafeMutablePointer<CChar>.allocate(capacity: word.count + 1)
    for (offset, byte) in word.enumerated() {
      unsafe copy[offset] = CChar(bitPattern: byte)
    }
    unsafe copy[word.count] = 0
    unsafe vector[index] = copy
  }
  unsafe vector[words.count] = nil
  return unsafe vector
}
