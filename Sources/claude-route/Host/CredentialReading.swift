internal import RouteEngine

#if canImport(Darwin)
  internal import Darwin
#else
  internal import Glibc
#endif

/// Why a credential could not be had; never holds any part of it.
struct CredentialFault: Error {
  let message: String
}

/// Reads the credential itself, once, for a launch or for `credential`.
struct CredentialReader {
  let environment: RawEnvironment
  let home: String?

  /// More than any vendor's key or token has; a token of Google's has about 2 KiB.
  private static let maximumBytes = 8192

  func credential(from source: CredentialSource) throws(CredentialFault) -> String {
    switch source {
    case .environment(let name):
      guard let value = environment.filled(name) else {
        throw CredentialFault(message: "\(name) is not set")
      }
      return try checked(Array(value.utf8), from: name)
    case .file(let path):
      return try contents(of: path.expandingTilde(home: home))
    case .command(let words):
      return try output(of: words)
    case .keychain(let service):
      #if canImport(Darwin)
        return try checked(Keychain.password(ofService: service), from: "the keychain")
      #else
        // The Secret Service of the desktop.
        return try output(of: ["secret-tool", "lookup", "service", service])
      #endif
    case .none:
      return "none"
    case .login, .aws, .google:
      throw CredentialFault(message: "`\(source.text)` is read by the client itself")
    }
  }

  private func contents(of path: String) throws(CredentialFault) -> String {
    let file: FileContents
    do {
      file = try readFile(path, limit: Self.maximumBytes)
    } catch {
      throw CredentialFault(message: error.message)
    }
    guard file.owner == geteuid(), file.mode & 0o077 == 0 else {
      throw CredentialFault(
        message: "\(path) must be yours and private: chmod 600 \(path)"
      )
    }
    return try checked(file.bytes, from: path)
  }

  private func output(of words: [String]) throws(CredentialFault) -> String {
    let name = words.first ?? ""
    do {
      let bytes = try ChildOutput.read(
        words.map { $0.expandingTilde(home: home) },
        environment: environment,
        limit: Self.maximumBytes,
        timeoutSeconds: 10
      )
      return try checked(bytes, from: "`\(name)`")
    } catch let fault as CredentialFault {
      throw fault
    } catch {
      throw CredentialFault(message: "`\(name)` gave no credential: \(error)")
    }
  }

  /// One line break at the end is dropped; what remains is printable ASCII.
  private func checked(_ bytes: [UInt8], from name: String) throws(CredentialFault) -> String {
    guard bytes.count <= Self.maximumBytes else {
      throw CredentialFault(message: "\(name) is longer than \(Self.maximumBytes) bytes")
    }
    var bytes = bytes[...]
    if bytes.last == UInt8(ascii: "\n") { bytes = bytes.dropLast() }
    guard !bytes.isEmpty else {
      throw CredentialFault(message: "\(name) is empty")
    }
    guard bytes.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      throw CredentialFault(
        message: "\(name) has a space, a control character or a non-ASCII character in it"
      )
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
