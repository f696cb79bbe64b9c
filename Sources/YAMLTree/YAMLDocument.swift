package import Diagnostics

/// What one file of YAML says, and what is wrong with it.
package struct YAMLDocument {
  /// Absent when the file is empty, broken or too large; what a mistake makes senseless, an alias
  /// or a list as a key, is left out of it.
  package let root: YAMLNode?
  /// In the order of the file, all of them errors.
  package let diagnostics: [Diagnostic]

  /// An arbitrary limit: nobody mends more in one go, and printing them must stay cheap.
  static let maximumMistakes = 200

  /// Reads a file of UTF-8, with or without a byte-order mark.
  ///
  /// The places in the diagnostics bear the name `file`.
  ///
  /// Every mistake is found in one run, except that nothing is known about what follows one of
  /// syntax. The time is proportional to the number of bytes, and ends where the budget does.
  package init(parsing bytes: [UInt8], file: String, budget: YAMLBudget) {
    self.init(parsing: bytes, file: file, budget: budget, handingOut: []) { _, _ in }
  }

  /// The same, but the items of the lists under some keys of the root mapping are handed out as they
  /// are read, and not kept: in `root` these lists are empty.
  ///
  /// Of a long list there is then never more than one item in memory. What was received means nothing
  /// when `root` is absent in the end. Keys that are in the table have their number there. Where a core
  /// of its own reads ahead, it does so while `meanwhile` is called; that may never be, for what cannot be
  /// read at all.
  package init(
    parsing bytes: [UInt8],
    file: String,
    budget: YAMLBudget,
    keys: KeyTable = KeyTable([]),
    handingOut lists: [String],
    meanwhile: () -> Void = {},
    _ receive: (_ key: String, _ item: YAMLNode) -> Void
  ) {
    guard bytes.count <= budget.maximumBytes else {
      self.init(.tooLarge(budget, file: file))
      return
    }
    do {
      let source = try SourceText(bytes, file: file)
      guard source.mistakes.count < Self.maximumMistakes else {
        self.init(root: nil, diagnostics: source.mistakes)
        return
      }
      var reader = TreeReader(source, file: file, budget: budget, keys: keys)
      meanwhile()
      let root = reader.document(handingOut: lists, receive)
      self.init(root: root, diagnostics: reader.mistakes)
    } catch {
      self.init(error)
    }
  }

  private init(_ mistake: Diagnostic) {
    self.init(root: nil, diagnostics: [mistake])
  }

  private init(root: YAMLNode?, diagnostics: [Diagnostic]) {
    self.root = root
    self.diagnostics = diagnostics.enumerated()
      .sorted { left, right in
        let places = (left.element.place?.range.start, right.element.place?.range.start)
        guard case (let first?, let second?) = places, first != second else {
          return left.offset < right.offset
        }
        return first < second
      }
      .map(\.element)
  }
}
