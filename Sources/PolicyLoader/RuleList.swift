/// Rules in their order, with the names that they use.
///
/// The names of all rules stand in one array: most rules use one, and there may be thousands.
struct RuleList<Rule> {
  private(set) var rules: [Rule] = []
  /// In the order of the rules.
  private(set) var mentions: [Mention] = []
  /// For each rule, how many of the mentions are its own or of a rule before it.
  private var ends: [Int] = []

  mutating func reserveCapacity(_ count: Int) {
    rules.reserveCapacity(count)
    mentions.reserveCapacity(count)
    ends.reserveCapacity(count)
  }

  /// Adds what `read` makes of an item, and the names that it found on the way; nothing when it makes
  /// nothing of it.
  mutating func append(_ read: (inout [Mention]) -> Rule?) {
    let before = mentions.count
    if let rule = read(&mentions) {
      rules.append(consume rule)
      ends.append(mentions.count)
    } else {
      mentions.removeLast(mentions.count - before)
    }
  }

  /// The names that one rule uses.
  func mentions(of index: Int) -> ArraySlice<Mention> {
    mentions[(index > 0 ? ends[index - 1] : 0)..<ends[index]]
  }

  func filter(_ isKept: (Rule) -> Bool) -> RuleList {
    var kept = RuleList()
    for index in rules.indices where isKept(rules[index]) {
      kept.append { found in
        found += mentions(of: index)
        return rules[index]
      }
    }
    return kept
  }
}
