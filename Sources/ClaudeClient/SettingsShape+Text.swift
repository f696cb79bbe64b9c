extension SettingsShape {
  /// What a user should write, as the end of a sentence that begins with "has to be".
  var text: String {
    switch self {
    case .any: "anything"
    case .unchecked: "put into a settings file instead, as claude-route cannot check it"
    case .scalar: "a string, a number, true or false"
    case .string(let form): form.text
    case .truth: "true or false"
    case .number(let range, let isWhole):
      (isWhole ? "a whole number" : "a number") + Self.text(of: range)
    case .choice(let words): "one of " + words.map { "`\($0)`" }.joined(separator: ", ")
    case .list(.string): "a list of strings"
    case .list: "a list"
    case .object(_, .string): "an object of strings"
    case .object, .variants: "an object"
    case .either(let shapes):
      // "true or false" ends an enumeration by itself.
      shapes.map(\.text).joined(separator: shapes.last == .truth ? ", " : " or ")
    }
  }

  private static func text(of range: ClosedRange<Double>) -> String {
    let from =
      switch range.lowerBound {
      case .leastNonzeroMagnitude: " above 0"
      case 0...1: " from \(Int(range.lowerBound))"
      default: ""
      }
    return range.upperBound == 1 ? "\(from) up to 1" : from
  }
}
