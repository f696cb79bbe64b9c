internal import Diagnostics

extension SettingsShape {
  /// What is asked of a string besides being one.
  enum StringForm: Hashable, Sendable {
    case anything
    case filled
    /// `0:00` to `23:59`.
    case clockTime
    case variableName
    /// The client masks files only, not folders.
    case filePath
    /// `*` at most once, at its end.
    case trailingWildcard
    /// One of those that `new URL` takes: `http` or `https` and a plain host name.
    case webAddress

    var text: String {
      switch self {
      case .anything: "a string"
      case .filled: "a string that is not empty"
      case .clockTime: "a time such as `22:00`"
      case .variableName: "the name of a variable"
      case .filePath: "the path of a file"
      case .trailingWildcard: "a string without `*` but at its end"
      case .webAddress: "an address such as `https://example.com/path`"
      }
    }

    func admits(_ text: String) -> Bool {
      let bytes = Array(text.utf8)
      switch self {
      case .anything: return true
      case .filled: return !bytes.isEmpty
      case .clockTime: return Self.isClockTime(bytes)
      case .variableName:
        return bytes.first.map { !Self.isDigit($0) } ?? false && bytes.allSatisfy(Self.isWordByte)
      case .filePath: return bytes.last.map { $0 != UInt8(ascii: "/") } ?? false
      case .trailingWildcard: return !bytes.dropLast().contains(UInt8(ascii: "*"))
      case .webAddress: return Self.isWebAddress(bytes)
      }
    }

    /// One or two digits, a colon, two digits; the client's `([01]?\d|2[0-3]):[0-5]\d`.
    private static func isClockTime(_ bytes: [UInt8]) -> Bool {
      let parts = bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
      guard parts.count == 2, (1...2).contains(parts[0].count), parts[1].count == 2,
        parts.joined().allSatisfy(isDigit),
        let hour = Int(String(decoding: parts[0], as: UTF8.self)),
        let minute = Int(String(decoding: parts[1], as: UTF8.self))
      else { return false }
      return hour < 24 && minute < 60
    }

    /// Stricter than the client: no user name, and of numbers for a host only this machine's.
    private static func isWebAddress(_ bytes: [UInt8]) -> Bool {
      let schemes = ["https://", "http://"].map { Array($0.utf8) }
      guard let scheme = schemes.first(where: bytes.starts) else { return false }
      let rest = bytes.dropFirst(scheme.count)
      let authority = rest.prefix { !"/?#".utf8.contains($0) }
      let parts = authority.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
      guard let host = parts.first, parts.count <= 2,
        rest.allSatisfy({ (0x21...0x7E).contains($0) })
      else { return false }
      let hasPort = parts.dropFirst().allSatisfy { part in
        part.allSatisfy(isDigit) && UInt16(String(decoding: part, as: UTF8.self)) != nil
      }
      return hasPort && (host.elementsEqual("127.0.0.1".utf8) || isHostName(host))
    }

    /// A label with `--` could be an encoded one that does not decode; a number at the end makes an
    /// address of the whole.
    private static func isHostName(_ host: ArraySlice<UInt8>) -> Bool {
      let labels = host.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
      let arePlain = labels.allSatisfy { label in
        !label.isEmpty && label.allSatisfy { isWordByte($0) || $0 == UInt8(ascii: "-") }
          && !String(decoding: label, as: UTF8.self).containsBytes(of: "--")
      }
      return arePlain && labels.last?.first.map { !isDigit($0) } ?? false
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
      isDigit(byte) || byte == UInt8(ascii: "_")
        || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
  }
}
