package import Diagnostics

extension YAMLParts<YAMLEntry> {
  /// The entries, and those of another mapping whose keys are not here; of one key, where both have a
  /// mapping, the two are joined as well.
  ///
  /// What comes from there counts as written at `place`.
  package func filled(
    from others: YAMLEntries,
    at place: SourceRange,
    joining joined: String
  ) -> YAMLEntries {
    let filled = NodeStorage()
    for entry in self {
      guard entry.isKey(joined), let own = entry.value.entries,
        let theirs = others[joined]?.value.entries
      else {
        filled.copy(entry)
        continue
      }
      filled.copy(entry.index..<own.records.lowerBound, of: entry.storage)
      let mapping = filled.end - 1
      filled.copy(own, lacking: theirs, at: place)
      filled.close(mapping, at: entry.value.range)
    }
    for other in others where !hasKey(of: other) {
      filled.copy(other, at: place)
    }
    return YAMLEntries(filled, 0..<filled.end)
  }

  /// The entries whose keys are not among some words.
  package func without(_ words: [String]) -> YAMLEntries {
    let kept = NodeStorage()
    for entry in self where !words.contains(where: entry.isKey) {
      kept.copy(entry)
    }
    return YAMLEntries(kept, 0..<kept.end)
  }

  fileprivate func hasKey(of other: YAMLEntry) -> Bool { contains { $0.key == other.key } }
}

extension NodeStorage {
  fileprivate func copy(_ entry: YAMLEntry, at place: SourceRange? = nil) {
    copy(entry.index..<entry.end, of: entry.storage, at: place)
  }

  fileprivate func copy(_ own: YAMLEntries, lacking theirs: YAMLEntries, at place: SourceRange) {
    for entry in own {
      copy(entry)
    }
    for entry in theirs where !own.hasKey(of: entry) {
      copy(entry, at: place)
    }
  }
}

extension YAMLEntry {
  fileprivate var end: Int { storage.end(of: value.index) }
}
