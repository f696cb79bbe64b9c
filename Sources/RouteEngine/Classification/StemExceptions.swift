/// Words that the rules of `Stem` would spoil.
enum StemExceptions {
  /// A word alone stays as it is; `word=stem` says its stem.
  private static let list = """
    news series species lens canvas alias bias atlas chaos cors https whereas always perhaps texas \
    pandas postgres kubernetes macos saas paas iaas christmas does devops \
    during something nothing anything everything morning evening ceiling sibling offspring \
    wedding pudding hundred sacred naked wicked embed \
    locale locales=locale morale humane rationale rationales=rationale severe premiere secrete \
    urbane unite unites=unite united=unite uniting=unite \
    apis=api uris=uri clis=cli guis=gui emojis=emoji wikis=wiki gpus=gpu cpus=cpu tpus=tpu menus=menu \
    uses=use used=use using=use created=create creating=create \
    routing=route routed=route guiding=guide guided=guide \
    pasting=paste pasted=paste wasting=waste wasted=waste tasting=taste tasted=taste \
    quizzes=quiz quizzed=quiz quizzing=quiz buses=bus lenses=lens gases=gas biases=bias biased=bias \
    syncing=sync synced=sync agreed=agree freed=free guaranteed=guarantee \
    dying=die tying=tie lying=lie shoes=shoe canoes=canoe goes=go
    """

  private struct Entry: Sendable {
    let key: UInt64
    let stem: [UInt8]?
  }

  private static let entries: [Entry] = list.utf8.split(separator: 0x20).map { entry in
    let parts = entry.split(separator: UInt8(ascii: "="))
    return Entry(key: key(Array(parts[0])), stem: parts.count > 1 ? Array(parts[1]) : nil)
  }.sorted { $0.key < $1.key }

  /// Whether the word is one of them; it is then replaced by its stem.
  static func replace(_ word: inout [UInt8]) -> Bool {
    switch word.last {
    case UInt8(ascii: "s"), UInt8(ascii: "d"), UInt8(ascii: "g"), UInt8(ascii: "e"): break
    default: return false
    }
    guard word.count <= longest else { return false }
    let wanted = key(word)
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].key < wanted { low = middle + 1 } else { high = middle }
    }
    guard low < entries.count, entries[low].key == wanted else { return false }
    if let stem = entries[low].stem { word = stem }
    return true
  }

  /// Five bits a letter: twelve letters fit.
  private static let longest = 12

  private static func key(_ word: [UInt8]) -> UInt64 {
    word.reduce(0) { $0 << 5 | UInt64($1 & 0x1F) }
  }
}
