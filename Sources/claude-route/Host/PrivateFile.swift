internal import PolicyLoader

/// A document that may hold secrets and has to be handed over as a file.
///
/// It lies in the state folder under a name made from its content: the client reads it again while the
/// session runs, so it stays, and the same document is never written twice.
struct PrivateFile {
  let path: String

  init(
    _ text: String,
    environment: RawEnvironment,
    home: String?
  ) throws(SystemError) {
    guard let state = StateFolder(environment: environment, home: home) else {
      throw StateFolder.missing
    }
    let name = SHA256.hexDigest(of: Array(text.utf8)).prefix(32)
    path = "\(try state.folder("settings"))/\(name).json"
    try DraftFile(of: text, beside: path, mode: 0o600).replace(path)
  }
}
