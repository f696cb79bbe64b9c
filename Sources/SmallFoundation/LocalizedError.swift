// The release build compiles this folder a second time, as a module named `FoundationEssentials`, for
// the argument parser; that is another package, so what it uses is `public`.

/// An error that has its own words for what went wrong.
///
/// Nothing in the program is one; the argument parser asks of each error whether it is.
public protocol LocalizedError: Error {
  /// One sentence; absent when there are no words of its own.
  var errorDescription: String? { get }
}

extension LocalizedError {
  /// Absent: no words of its own.
  public var errorDescription: String? { nil }
}

extension String {
  /// The encodings that a text may be in.
  public enum Encoding: Sendable {
    /// The only one.
    case utf8
  }

  /// The text that the bytes spell; never absent.
  ///
  /// What is not UTF-8 in them becomes U+FFFD.
  public init?(data: [UInt8], encoding: Encoding) {
    self.init(decoding: data, as: UTF8.self)
  }
}
