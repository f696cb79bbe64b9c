/// Files of this machine that the overlay of a login session names; each absent when there is none.
package struct MachinePaths: Hashable, Sendable {
  /// The program that the session's commands run through, an absolute path.
  package let heldShell: String?
  /// What OpenSSL trusts here when nobody says otherwise: an empty variable would make it trust nobody.
  package let certificateFile: String?
  /// The same, a folder.
  package let certificateFolder: String?

  /// From its parts.
  package init(
    heldShell: String? = nil,
    certificateFile: String? = nil,
    certificateFolder: String? = nil
  ) {
    self.heldShell = heldShell
    self.certificateFile = certificateFile
    self.certificateFolder = certificateFolder
  }

  func certificates(for name: String) -> String? {
    switch name {
    case "SSL_CERT_FILE": certificateFile
    case "SSL_CERT_DIR": certificateFolder
    default: nil
    }
  }
}
