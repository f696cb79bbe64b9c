internal import PolicyLoader
internal import Rendering
internal import RouteEngine

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// The user's own policy as a file that we may change.
struct OwnPolicyFile {
  let path: String
  /// Absent when there is no file.
  let contents: FileContents?

  /// Reads it, if what is there is a file of the user's own that nobody else can write.
  ///
  /// `byHand` tells what to do where it is a link, which a new file would replace.
  init(at path: String, byHand: String) throws(Refusal) {
    self.path = path
    DraftFile.sweep(beside: path)
    do {
      contents = try readFile(path, limit: Layer.user.maximumBytes, followsLinks: false)
    } catch {
      guard error.code != ENOENT else {
        contents = nil
        return
      }
      throw Refusal(
        error.code == ELOOP ? .untrusted : .inputOutput,
        "cannot change the policy \(path.printable): \(error.policyReason)",
        help: error.code == ELOOP ? byHand : nil
      )
    }
    guard let contents else { return }
    guard contents.owner == geteuid(), contents.mode & 0o022 == 0 else {
      let isOwn = contents.owner == geteuid()
      throw Refusal(
        .untrusted,
        isOwn
          ? "the policy \(path.printable) can be written by others, so nobody knows whose it is"
          : "cannot change the policy \(path.printable): it is not yours",
        help: isOwn ? "chmod go-w \(path.printable)" : nil
      )
    }
  }

  /// What it says, for the loader; absent when there is no file.
  var policy: PolicyFile? { contents.map { policy(saying: $0.bytes) } }

  /// The same file with other words.
  func policy(saying bytes: [UInt8]) -> PolicyFile {
    PolicyFile(layer: .user, name: path.printable, bytes: bytes)
  }

  /// Writes other words in their place, whole or not at all; a new file is the user's alone.
  func write(_ bytes: [UInt8]) throws(Refusal) {
    // A policy that has been read is UTF-8.
    let text = String(decoding: bytes, as: UTF8.self)
    do throws(SystemError) {
      guard let contents else {
        return try NewFile(path: path, mode: 0o600).write(text)
      }
      let draft = try DraftFile(of: text, beside: path, mode: mode_t(contents.mode))
      defer { draft.remove() }
      // An editor may have saved it meanwhile.
      guard
        try readFile(path, limit: Layer.user.maximumBytes, followsLinks: false).bytes
          == contents.bytes
      else { throw SystemError(operation: "write", path: path, code: EAGAIN) }
      try draft.replace(path)
    } catch {
      guard ![EAGAIN, EEXIST].contains(error.code) else {
        throw Refusal(
          .inputOutput,
          "the policy \(path.printable) was changed by somebody else meanwhile",
          help: "try again"
        )
      }
      throw Refusal(.inputOutput, error.message)
    }
  }
}
