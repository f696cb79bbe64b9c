#if canImport(Darwin)
  // Apple's own: the framework's answers are its types.
  internal import Foundation
  internal import Security

  /// The user's keychains on macOS.
  enum Keychain {
    /// The password of the first generic item of that service; macOS asks the user first, when the
    /// item wants that.
    static func password(ofService service: String) throws(CredentialFault) -> [UInt8] {
      let query: [String: Any] = [
        kSecClass as String: kSecClassGenericPassword,
        kSecAttrService as String: service,
        kSecMatchLimit as String: kSecMatchLimitOne,
        kSecReturnData as String: true,
      ]
      var item: CFTypeRef?
      let status = unsafe SecItemCopyMatching(query as CFDictionary, &item)
      guard status == errSecSuccess, let data = item as? Data else {
        let reason = unsafe SecCopyErrorMessageString(status, nil) as String?
        throw CredentialFault(
          message: "the keychain has no password of `\(service)` for us: \(reason ?? "\(status)")"
        )
      }
      return [UInt8](data)
    }
  }
#endif
