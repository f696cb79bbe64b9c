internal import RouteEngine
internal import Usage

/// The sessions that the client still has transcripts of, with their first prompts; nothing is written.
struct PastSessions {
  /// By their beginnings.
  let sessions: [PastSession]
  /// Of transcripts and of the ledger.
  let unreadableLines: Int
  /// What could not be read, one sentence each.
  let faults: [String]

  init(_ input: ProcessInput, prices: PriceList) {
    let home = input.environment.filled("HOME")
    var book = ReplyBook(keepsPrompts: true)
    var faults: [String] = []
    if let folder = SettingsFiles.userFolder(input.environment, home: home) {
      faults = UsageHistory.read(folder, into: &book)
    }
    let ledger = Ledger(environment: input.environment, home: home)?.entries()
    sessions = [PastSession](book, ledger: LedgerBook(ledger?.entries ?? []), prices: prices)
    unreadableLines = book.counts.unreadableLines + (ledger?.damagedLines ?? 0)
    self.faults = faults
  }
}
