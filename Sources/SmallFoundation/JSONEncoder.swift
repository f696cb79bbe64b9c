/// Writes values as JSON, byte for byte as Foundation does with these two options.
public final class JSONEncoder {
  /// How the text is laid out.
  public struct OutputFormatting: OptionSet, Sendable {
    /// One bit for each option.
    public let rawValue: UInt

    /// The options of these bits.
    public init(rawValue: UInt) { self.rawValue = rawValue }

    /// A line for each value, indented by two spaces.
    public static let prettyPrinted = OutputFormatting(rawValue: 1)

    /// Members in the order of their keys.
    public static let sortedKeys = OutputFormatting(rawValue: 2)
  }

  /// Not looked at: the text always has both.
  public var outputFormatting: OutputFormatting = []

  /// An encoder for any number of values.
  public init() {}

  /// The text in UTF-8.
  ///
  /// Throws what the value throws, and `EncodingError` for a fraction.
  public func encode(_ value: some Encodable) throws -> [UInt8] {
    let node = EncodedNode()
    try value.encode(to: NodeEncoder(node: node))
    var text: [UInt8] = []
    node.write(to: &text, depth: 0)
    return text
  }
}

/// A value while it is being encoded: `null` until something is written into it.
final class EncodedNode {
  enum Kind {
    case string
    case plain
    case array
    case object
  }

  private var kind = Kind.plain
  private var text = "null"
  /// Keys are empty in an array.
  private var children: [(key: String, node: EncodedNode)] = []

  func set(_ kind: Kind, _ text: String = "") {
    self.kind = kind
    self.text = text
  }

  var count: Int { children.count }

  func child(_ key: String = "") -> EncodedNode {
    let node = EncodedNode()
    children.append((key, node))
    return node
  }

  func write(to bytes: inout [UInt8], depth: Int) {
    switch kind {
    case .plain: bytes += text.utf8
    case .string: Self.quote(text, to: &bytes)
    case .array: list("[", "]", children, to: &bytes, depth: depth)
    case .object: list("{", "}", children.sorted { $0.key < $1.key }, to: &bytes, depth: depth)
    }
  }

  private func list(
    _ opening: String,
    _ closing: String,
    _ children: [(key: String, node: EncodedNode)],
    to bytes: inout [UInt8],
    depth: Int
  ) {
    bytes += opening.utf8
    for (index, child) in children.enumerated() {
      bytes += (index == 0 ? "\n" : ",\n").utf8
      Self.indent(depth + 1, &bytes)
      if kind == .object {
        Self.quote(child.key, to: &bytes)
        bytes += " : ".utf8
      }
      child.node.write(to: &bytes, depth: depth + 1)
    }
    bytes += (children.isEmpty ? "\n\n" : "\n").utf8
    Self.indent(depth, &bytes)
    bytes += closing.utf8
  }

  private static func indent(_ depth: Int, _ bytes: inout [UInt8]) {
    bytes += repeatElement(UInt8(ascii: " "), count: 2 * depth)
  }

  private static func quote(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
        bytes += [UInt8(ascii: "\\"), byte]
      case 0x08: bytes += "\\b".utf8
      case 0x09: bytes += "\\t".utf8
      case 0x0A: bytes += "\\n".utf8
      case 0x0C: bytes += "\\f".utf8
      case 0x0D: bytes += "\\r".utf8
      case ..<0x20: bytes += "\\u00\(byte < 0x10 ? "0" : "")\(String(byte, radix: 16))".utf8
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }
}
