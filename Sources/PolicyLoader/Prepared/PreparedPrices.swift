internal import RouteEngine

/// The shipped list of prices as it was read once.
package enum PreparedPrices {
  /// Writes the form of `PriceList(shipped: text)`.
  package static func bytes(of text: [UInt8]) -> [UInt8] {
    let prices = PriceList(shipped: text)
    var writer = PreparedForm.writer(of: text)
    writer.count(prices.all.count)
    for entry in prices.all {
      entry.write(to: &writer)
    }
    let retirements = prices.retirements.sorted { $0.key < $1.key }
    writer.count(retirements.count)
    for (model, retirement) in retirements {
      writer.text(model)
      writer.day(retirement.api)
      writer.day(retirement.bedrock)
      writer.day(retirement.vertex)
    }
    writer.day(prices.date)
    return writer.bytes
  }

  /// Absent when the form is not that of the text.
  static func list(_ form: [UInt8], of text: [UInt8]) -> PriceList? {
    guard var reader = PreparedForm.reader(form, of: text) else { return nil }
    var entries: [PriceList.Entry] = []
    for _ in 0..<reader.length() {
      entries.append(PriceList.Entry(from: &reader))
    }
    var retirements: [String: PriceList.Retirement] = [:]
    for _ in 0..<reader.length() {
      let model = reader.text()
      retirements[model] = PriceList.Retirement(
        api: reader.day(),
        bedrock: reader.day(),
        vertex: reader.day()
      )
    }
    let date = reader.day()
    guard reader.isAtEnd, !reader.isBroken else { return nil }
    return PriceList(entries, retirements: retirements, date: date)
  }
}

extension PriceList.Entry {
  fileprivate func write(to writer: inout PreparedWriter) {
    writer.text(name)
    writer.price(price)
    writer.flag(longPrompt != nil)
    if let longPrompt {
      writer.count(longPrompt.above)
      writer.price(longPrompt.price)
    }
    writer.day(date)
    writer.optionalText(source)
    writer.flag(isOverride)
  }

  fileprivate init(from reader: inout PreparedReader) {
    self.init(
      name: reader.text(),
      price: reader.price(),
      longPrompt: reader.flag()
        ? PriceList.LongPrompt(above: reader.count(), price: reader.price()) : nil,
      date: reader.day(),
      source: reader.optionalText(),
      isOverride: reader.flag()
    )
  }
}

extension PreparedWriter {
  fileprivate mutating func price(_ price: ModelPrice) {
    double(price.input)
    double(price.output)
    for part in [price.cacheWrite5m, price.cacheWrite1h, price.cacheRead] {
      flag(part != nil)
      if let part { double(part) }
    }
  }

  fileprivate mutating func day(_ day: CalendarDay?) {
    flag(day != nil)
    guard let day else { return }
    count(day.year)
    count(day.month)
    count(day.day)
  }
}

extension PreparedReader {
  fileprivate mutating func price() -> ModelPrice {
    ModelPrice(
      input: double(),
      output: double(),
      cacheWrite5m: flag() ? double() : nil,
      cacheWrite1h: flag() ? double() : nil,
      cacheRead: flag() ? double() : nil
    )
  }

  fileprivate mutating func day() -> CalendarDay? {
    guard flag() else { return nil }
    let day = CalendarDay(year: count(), month: count(), day: count())
    if day == nil { breakOff() }
    return day
  }
}
