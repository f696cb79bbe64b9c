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
    if let place = places[Array(key.utf8)] {
      members[place] = member
    } else {
      places[Array(key.utf8)] = members.count
      members.append(member)
    }
  }
}
