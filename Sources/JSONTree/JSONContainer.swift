/// An array or object that has not ended yet.
struct JSONContainer {
  let isObject: Bool
  private var elements: [JSONNode] = []
  private var members: [JSONMember] = []
  private var places: [[UInt8]: Int] = [:]
  private var key = ""
  private var line = 0

  init(isObject: Bool) {
    self.isObject = isObject
  }

  var node: JSONNode { isObject ? .object(members) : .array(elements) }

  mutating func expect(key: String, line: Int) {
    self.key = key
    self.line = line
  }

  mutating func add(_ value: JSONNode) {
    guard isObject else {
      elements.append(value)
      return
    }
    let member = JSONMember(key: key, value: value, line: line)
    if let place = place(of: key) {
      members[place] = member
    } else {
      if !places.isEmpty { places[Array(key.utf8)] = members.count }
      members.append(member)
    }
  }

  /// Where a key stands already; small objects, as most are, are looked through.
  private mutating func place(of key: String) -> Int? {
    guard members.count >= Self.smallCount else { return members.firstIndex { $0.hasKey(key) } }
    if places.isEmpty {
      for (place, member) in members.enumerated() {
        places[Array(member.key.utf8)] = place
      }
    }
    return places[Array(key.utf8)]
  }

  private static let smallCount = 16
}
