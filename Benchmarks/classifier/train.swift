// Trains the classifier's linear model and writes it as Swift source.
//
//     train FEATURES PHRASES TASKS WORDS OUTPUT REPORTED LEAK BASE
//
// TASKS is the table. FEATURES is what `claude-route score --features` prints of its tasks and then, in
// the same order, of their misspelled copies; PHRASES is what `score --rows` prints of the tasks under
// a policy without the model; WORDS are the words that are known, one a line. Thresholds are chosen by cross-validation on the first REPORTED rows so
// that no more than the share LEAK of the serious ones leaks. Training begins at the weights of BASE, a file
// as OUTPUT is, or at nothing where that is `-`. Everything is seeded: the same input gives
// the same output. `train.py` calls it.
import Foundation

let classes = ["bulk", "prototype", "production", "multi-agent", "thinking", "other"]
let classCount = classes.count
/// How many features the table holds at most, and its shape: see LinearModel.swift.
let bucketCount = 6912
let slotCount = 4
/// The same of the known words.
let wordBucketCount = 2560
/// Runs of words weigh twice what runs of characters do; found by cross-validation.
let wordScale: Float = 2
let epochs = CommandLine.arguments.last == "-" ? 14 : 8
/// The sum of squares that AdaGrad begins at for a weight of the base.
let learntSquare: Float = 0.1
let rate: Float = 0.08
let penalty: Float = 0.00001
let foldCount = 5
/// The share of each class that training aims at; half-way to it, since rare classes have few texts.
let mix: [Float] = [0.24, 0.16, 0.24, 0.10, 0.16, 0.10]

// MARK: - Input

struct Row {
  var label = 0
  var isCheap = false
  var isSure = true
  var fold = 0
  var start = 0
  var end = 0
  /// What the phrases alone say.
  var hasPermissivePhrase = false
  var hasProtectivePhrase = false
}

func fail(_ message: String) -> Never {
  FileHandle.standardError.write(Data("train: \(message)\n".utf8))
  exit(1)
}

func lines(of path: String) -> [Substring] {
  guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
    fail("cannot read \(path)")
  }
  return text.split(separator: "\n", omittingEmptySubsequences: true)
}

func fields(_ line: Substring) -> [Substring] {
  line.split(separator: "\t", omittingEmptySubsequences: false)
}

func hash(_ text: Substring) -> UInt32 {
  text.utf8.reduce(2_166_136_261) { ($0 ^ UInt32($1)) &* 16_777_619 }
}

guard CommandLine.arguments.count == 9, let reported = Int(CommandLine.arguments[6]),
  let aim = Double(CommandLine.arguments[7])
else {
  fail("usage: train FEATURES PHRASES TASKS WORDS OUTPUT REPORTED LEAK BASE")
}
var rows: [Row] = []
/// Feature hashes of all rows, then their columns; `values` beside them.
var hashes: [UInt32] = []
var values: [Float] = []

func readFeatures() {
  for line in lines(of: CommandLine.arguments[1]) {
    let parts = fields(line)
    guard parts.count == 7, let label = classes.firstIndex(of: String(parts[0])) else {
      fail("no line of `score --features`: \(line.prefix(80))")
    }
    var row = Row(label: label, isCheap: parts[2] == "yes", start: hashes.count)
    for (part, scale) in [(parts[5], wordScale), (parts[6], 1)] {
      let first = hashes.count
      for word in part.split(separator: " ") {
        guard let hash = UInt32(word, radix: 16) else { fail("no hash: \(word)") }
        hashes.append(hash)
      }
      let count = hashes.count - first
      values += Array(repeating: scale / Float(max(1, count)).squareRoot(), count: count)
    }
    row.end = hashes.count
    // Texts of one project stay together; invented ones have no project.
    let source = parts[4]
    row.fold =
      Int((source == "-" || source == "written" ? hash(parts[5]) : hash(source)) >> 7) % foldCount
    rows.append(row)
  }
}

func readPhrases() {
  let protective: Set<Substring> = ["production", "multi-agent", "extended-thinking"]
  let permissive: Set<Substring> = ["bulk", "prototyping"]
  let phraseLines = lines(of: CommandLine.arguments[2]).dropFirst()
  originals = phraseLines.count
  guard rows.count % originals == 0 else { fail("PHRASES has other rows than FEATURES") }
  for (index, line) in phraseLines.enumerated() {
    let predicted = fields(line)[2]
    rows[index].hasPermissivePhrase = permissive.contains(predicted)
    rows[index].hasProtectivePhrase = protective.contains(predicted)
  }
}

func readSureness() {
  let table = lines(of: CommandLine.arguments[3])
  guard let column = fields(table[0]).firstIndex(of: "sure") else { return }
  guard table.count - 1 == originals else { fail("TASKS has other rows than PHRASES") }
  for (index, line) in table.dropFirst().enumerated() {
    rows[index].isSure = fields(line)[column] != "n"
  }
}

/// Tasks that are no copies.
var originals = 0
/// What a copy counts beside a task.
let copyWeight: Float = 0.5

readFeatures()
readPhrases()
readSureness()
// A copy goes where its task does.
for index in originals..<rows.count {
  rows[index].fold = rows[index % originals].fold
  rows[index].isSure = rows[index % originals].isSure
}

/// What a task counts in training: nothing when it is not sure what it is.
func weight(_ index: Int) -> Float {
  rows[index].isSure ? (index < originals ? 1 : copyWeight) : 0
}

// MARK: - The weights to begin at

/// Weights of an earlier training, by the place and the print of their features.
struct Base {
  private var weights: [UInt32: [Float]] = [:]
  private(set) var biases = [Float](repeating: 0, count: classCount)

  /// The lines of the known words.
  private(set) var words: String?

  /// One hash for each entry that gives its place and print; which of those that do it was is not
  /// known.
  var hashes: [UInt32] { weights.keys.sorted() }

  subscript(hash: UInt32) -> [Float]? { weights[Base.entry(of: hash)] }

  static func entry(of hash: UInt32) -> UInt32 {
    hash % UInt32(bucketCount) + UInt32(bucketCount) * UInt32(print(of: hash) - 1)
  }

  init(_ path: String) {
    guard path != "-" else { return }
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      fail("cannot read \(path)")
    }
    func part(_ start: String, _ end: String) -> Substring {
      guard let begin = text.range(of: start)?.upperBound,
        let stop = text[begin...].range(of: end)?.lowerBound
      else { fail("\(path) has no `\(start)`") }
      return text[begin..<stop]
    }
    func numbers(_ name: String) -> [Float] {
      part("static let \(name): LinearModel.Scores = [", "]")
        .split { ", \n".contains($0) }.compactMap { Float($0) }
    }
    biases = Array(numbers("biases").prefix(classCount))
    let scales = numbers("scales")
    let cells = part("static let table: StaticString = \"\"\"\n", "\"\"\"").utf8
      .filter { ![0x20, 0x0A, 0x5C].contains($0) }
      .map { Int($0) - 0x21 - ($0 > 0x22 ? 1 : 0) - ($0 > 0x5C ? 1 : 0) }
    guard cells.count == bucketCount * slotCount * 8 else { fail("\(path) has another shape") }
    let lines = part("static let wordTable: StaticString = \"\"\"\n", "\n    \"\"\"")
    words = String(lines)
    for entry in 0..<(bucketCount * slotCount) {
      let cell = cells[(entry * 8)..<(entry * 8 + 8)]
      let print = cell[entry * 8] * 92 + cell[entry * 8 + 1]
      guard print > 0 else { continue }
      let place = UInt32(entry / slotCount + bucketCount * (print - 1))
      weights[place] = zip(cell.dropFirst(2), scales).map { Float($0 - 45) * $1 }
    }
  }
}

let base = Base(CommandLine.arguments[8])

/// Gives every hash that occurs in two tasks or in the base a column; the others get -1.
func columns() -> (columns: [Int32], hashes: [UInt32]) {
  var last: [UInt32: Int32] = [:]
  var repeated: Set<UInt32> = []
  last.reserveCapacity(1_500_000)
  for (index, row) in rows.enumerated() {
    for place in row.start..<row.end {
      if let other = last[hashes[place]] {
        if Int(other) % originals != index % originals { repeated.insert(hashes[place]) }
      } else {
        last[hashes[place]] = Int32(index)
      }
    }
  }
  repeated.formUnion(last.keys.filter { base[$0] != nil })
  let found = Set(repeated.map(Base.entry))
  repeated.formUnion(base.hashes.filter { !found.contains($0) })
  let ordered = repeated.sorted()
  var number: [UInt32: Int32] = [:]
  number.reserveCapacity(ordered.count)
  for (index, hash) in ordered.enumerated() {
    number[hash] = Int32(index)
  }
  return (hashes.map { number[$0] ?? -1 }, ordered)
}

let (column, columnHashes) = columns()
let isInBase = columnHashes.map { base[$0] != nil }
print("\(rows.count) tasks, \(columnHashes.count) features in two or more")

// MARK: - Training

/// xorshift64*, so that orders do not depend on the system.
struct Generator: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state ^= state >> 12
    state ^= state << 25
    state ^= state >> 27
    return state &* 2_685_821_657_736_338_717
  }
}

struct Model {
  var weights: [Float]
  var biases: [Float]
}

func softmax(_ sums: inout [Float]) {
  let largest = sums.max() ?? 0
  var total: Float = 0
  for index in sums.indices {
    sums[index] = exp(sums[index] - largest)
    total += sums[index]
  }
  for index in sums.indices {
    sums[index] /= total
  }
}

/// Stochastic gradient descent with AdaGrad's rates; the last half of the epochs is averaged.
///
/// A small penalty on squared weights is applied where a feature occurs.
func train(on indices: [Int], keeping isKept: [Bool]?) -> Model {
  var counts = [Float](repeating: 0, count: classCount)
  for index in indices {
    counts[rows[index].label] += weight(index)
  }
  let total = counts.reduce(0, +)
  let classWeights = (0..<classCount).map { (mix[$0] * total / max(1, counts[$0])).squareRoot() }
  let size = columnHashes.count * classCount
  var weights = columnHashes.flatMap {
    base[$0] ?? [Float](repeating: 0, count: classCount)
  }
  // What has been learnt changes more slowly.
  var squares = (0..<size).map { isInBase[$0 / classCount] ? learntSquare : 1e-3 }
  var averages = [Float](repeating: 0, count: size)
  var biases = base.biases
  var averageBiases = biases
  var averaged: Float = 0
  var generator = Generator(state: 88_172_645_463_325_252)
  var order = indices.filter { rows[$0].isSure }
  var sums = [Float](repeating: 0, count: classCount)
  weights.withUnsafeMutableBufferPointer { weights in
    squares.withUnsafeMutableBufferPointer { squares in
      column.withUnsafeBufferPointer { column in
        values.withUnsafeBufferPointer { values in
          for epoch in 0..<epochs {
            order.shuffle(using: &generator)
            for index in order {
              let row = rows[index]
              for label in 0..<classCount { sums[label] = biases[label] }
              for place in row.start..<row.end where column[place] >= 0 {
                let feature = Int(column[place])
                if let isKept, !isKept[feature] { continue }
                for label in 0..<classCount {
                  sums[label] += weights[feature * classCount + label] * values[place]
                }
              }
              softmax(&sums)
              let share = classWeights[row.label] * weight(index)
              for label in 0..<classCount {
                sums[label] = (sums[label] - (label == row.label ? 1 : 0)) * share
                biases[label] -= 0.01 * sums[label]
              }
              for place in row.start..<row.end where column[place] >= 0 {
                let feature = Int(column[place])
                if let isKept, !isKept[feature] { continue }
                for label in 0..<classCount {
                  let at = feature * classCount + label
                  let pull = isInBase[feature] ? 0 : penalty * weights[at]
                    let gradient = sums[label] * values[place] + pull
                  squares[at] += gradient * gradient
                  weights[at] -= rate * gradient / squares[at].squareRoot()
                }
              }
            }
            if epoch >= epochs / 2 {
              averaged += 1
              for at in 0..<size { averages[at] += weights[at] }
              for label in 0..<classCount { averageBiases[label] += biases[label] }
            }
          }
        }
      }
    }
  }
  return Model(
    weights: averages.map { $0 / averaged },
    biases: averageBiases.map { $0 / averaged }
  )
}

// MARK: - The table

/// A model as the program holds it: the features that found a place, in whole steps of a scale.
struct Table {
  /// Bucket by bucket; the column of each entry, or -1.
  var entries: [Int32]
  var scales: [Float]
  var model: Model
}

/// The features with the most weight on the most texts, as far as their buckets have room.
func places(for model: Model, in indices: [Int]) -> [Int32] {
  var counts = [Float](repeating: 0, count: columnHashes.count)
  for index in indices {
    for place in rows[index].start..<rows[index].end where column[place] >= 0 {
      counts[Int(column[place])] += 1
    }
  }
  let importance = columnHashes.indices.map { feature in
    let weights = model.weights[(feature * classCount)..<((feature + 1) * classCount)]
    let mean = weights.reduce(0, +) / Float(classCount)
    // Of a feature of the base nobody knows on how many texts it was.
    let count = max(counts[feature], isInBase[feature] ? 4 : 0)
    return weights.map { abs($0 - mean) }.max()! * count.squareRoot().squareRoot()
  }
  var entries = [Int32](repeating: -1, count: bucketCount * slotCount)
  var used = [Int](repeating: 0, count: bucketCount)
  for feature in columnHashes.indices.sorted(by: {
    (importance[$0], columnHashes[$1]) > (importance[$1], columnHashes[$0])
  }) {
    let bucket = Int(columnHashes[feature] % UInt32(bucketCount))
    guard used[bucket] < slotCount, importance[feature] > 0 else { continue }
    // Two features with one print would be one.
    let isTaken = (0..<used[bucket]).contains {
      print(of: columnHashes[Int(entries[bucket * slotCount + $0])])
        == print(of: columnHashes[feature])
    }
    guard !isTaken else { continue }
    entries[bucket * slotCount + used[bucket]] = Int32(feature)
    used[bucket] += 1
  }
  return entries
}

func print(of hash: UInt32) -> Int {
  1 + Int(hash / UInt32(bucketCount) % UInt32(92 * 92 - 1))
}

func table(on indices: [Int]) -> Table {
  let all = train(on: indices, keeping: nil)
  let entries = places(for: all, in: indices)
  var isKept = [Bool](repeating: false, count: columnHashes.count)
  for entry in entries where entry >= 0 { isKept[Int(entry)] = true }
  var model = train(on: indices, keeping: isKept)
  // What is common to all classes says nothing.
  for feature in columnHashes.indices {
    let range = (feature * classCount)..<((feature + 1) * classCount)
    let mean = model.weights[range].reduce(0, +) / Float(classCount)
    for at in range { model.weights[at] = isKept[feature] ? model.weights[at] - mean : 0 }
  }
  // Whole steps from -45 to 45; the few largest weights are cut.
  let scales = (0..<classCount).map { label -> Float in
    let sizes = entries.filter { $0 >= 0 }.map { abs(model.weights[Int($0) * classCount + label]) }
      .sorted()
    return sizes[sizes.count * 998 / 1000] / 45
  }
  for feature in columnHashes.indices where isKept[feature] {
    for label in 0..<classCount {
      let at = feature * classCount + label
      let step = max(-45, min(45, (model.weights[at] / scales[label]).rounded()))
      model.weights[at] = step * scales[label]
    }
  }
  return Table(entries: entries, scales: scales, model: model)
}

func probabilities(_ model: Model, _ row: Row) -> [Float] {
  var sums = model.biases
  for place in row.start..<row.end where column[place] >= 0 {
    for label in 0..<classCount {
      sums[label] += model.weights[Int(column[place]) * classCount + label] * values[place]
    }
  }
  softmax(&sums)
  return sums
}

// MARK: - Cross-validation

var answers = [[Float]](repeating: [], count: rows.count)
let lock = NSLock()
DispatchQueue.concurrentPerform(iterations: foldCount) { fold in
  let held = rows.indices.filter { rows[$0].fold == fold && $0 < reported }
  let model = table(on: rows.indices.filter { rows[$0].fold != fold }).model
  let found = held.map { probabilities(model, rows[$0]) }
  lock.lock()
  for (index, answer) in zip(held, found) { answers[index] = answer }
  lock.unlock()
}

struct Score {
  var leak = 0.0
  var recall = 0.0
  var precision = 0.0
  var accuracy = 0.0
  var macroF1 = 0.0
}

/// How likely the likeliest protective class must be for a task of no class; a lower one gained more in
/// cross-validation, with reasons that nobody would accept.
let fallback: Float = 0.2

/// What each reported row counts, so that the classes have the shares of `mix` whatever the table's.
let counted = (0..<reported).filter { rows[$0].isSure }
let classTotals = (0..<classCount).map { label in
  Float(max(1, counted.count { rows[$0].label == label }))
}

/// What the built-in policy makes of the reported rows at some thresholds.
func score(permissive: Float, doubt: Float, protective: Float) -> Score {
  var confusion = [[Float]](repeating: Array(repeating: 0, count: classCount), count: classCount)
  var caught: Float = 0
  var leaked: Float = 0
  for index in counted {
    let row = rows[index]
    let answer = answers[index]
    let share = answer[0] + answer[1]
    let isProtected = row.hasProtectivePhrase || (2...4).contains { answer[$0] >= protective }
    let isCheap = !isProtected && (share >= permissive || row.hasPermissivePhrase && share >= doubt)
    let strongest = [3, 4, 2].first { answer[$0] >= protective }
    let likeliest = (2...4).max { answer[$0] < answer[$1] }!
    let isNamed =
      row.hasProtectivePhrase
      || answer[likeliest] >= fallback && answer[likeliest] > answer[5]
    let predicted =
      isCheap ? (answer[0] >= answer[1] ? 0 : 1) : strongest ?? (isNamed ? likeliest : 5)
    let count = mix[row.label] / classTotals[row.label]
    confusion[row.label][predicted] += count
    if isCheap { if row.isCheap { caught += count } else { leaked += count } }
  }
  let cheap = confusion[..<2].flatMap { $0 }.reduce(0, +)
  let total = confusion.flatMap { $0 }.reduce(0, +)
  var result = Score()
  result.leak = Double(leaked / (total - cheap))
  result.recall = Double(caught / cheap)
  result.precision = Double(caught / max(1e-6, caught + leaked))
  result.accuracy = Double((0..<classCount).map { confusion[$0][$0] }.reduce(0, +) / total)
  result.macroF1 =
    (0..<classCount)
    .map { label in
      let predicted = (0..<classCount).map { confusion[$0][label] }.reduce(0, +)
      return Double(
        2 * confusion[label][label] / max(1e-6, predicted + confusion[label].reduce(0, +))
      )
    }
    .reduce(0, +) / Double(classCount)
  return result
}

func percent(_ number: Double) -> String { String(format: "%.1f %%", number * 100) }

func described(_ score: Score) -> String {
  "leak \(percent(score.leak)), recall \(percent(score.recall)), precision \(percent(score.precision)), "
    + "accuracy \(percent(score.accuracy)), macro-F1 \(percent(score.macroF1))"
}

/// Of the thresholds that leak no more than the aim those with the highest recall.
var best: (permissive: Float, doubt: Float, protective: Float, score: Score)?
// Below 0.35 production work would be guessed from its share alone.
for protective in stride(from: Float(0.35), through: 0.6, by: 0.05) {
  for permissive in stride(from: Float(0.6), through: 0.98, by: 0.01) {
    // A phrase that people read as clear must not need more than even odds.
    for doubt in stride(from: Float(0.1), through: 0.5, by: 0.05) {
      let found = score(permissive: permissive, doubt: doubt, protective: protective)
      guard found.leak <= aim else { continue }
      // A tenth of macro-F1 decides between thresholds of about the same recall.
      let worth = found.recall + found.macroF1
      if let best, best.score.recall + best.score.macroF1 >= worth { continue }
      best = (permissive, doubt, protective, found)
    }
  }
}
guard let best else { fail("no thresholds keep the leak at \(percent(aim))") }
print("cross-validated on \(reported) tasks: \(described(best.score))")
for leak in [0.005, 0.01, 0.02, 0.05] {
  let ordered = (0..<reported).filter { rows[$0].isSure }
    .sorted { answers[$0][0] + answers[$0][1] > answers[$1][0] + answers[$1][1] }
  let serious = Double(ordered.filter { !rows[$0].isCheap }.count)
  var leaked = 0.0
  var caught = 0.0
  for index in ordered {
    if rows[index].isCheap { caught += 1 } else { leaked += 1 }
    if leaked / serious > leak { break }
  }
  print(
    "  model alone at a leak of \(percent(leak)): recall \(percent(caught / (Double(ordered.count) - serious)))"
  )
}
for (name, permissive, doubt) in [
  ("phrases that the model does not doubt", Float(2), best.doubt), ("phrases alone", 2, 0),
  ("model and phrases", best.permissive, best.doubt),
] {
  print(
    "  \(name): \(described(score(permissive: permissive, doubt: doubt, protective: best.protective)))"
  )
}

// MARK: - Output

func character(_ value: Int) -> Character {
  var code = value + 0x21
  if code >= 0x22 { code += 1 }
  if code >= 0x5C { code += 1 }
  return Character(UnicodeScalar(UInt8(code)))
}

/// The table of the known words, four characters each; the rarest of a full bucket are left out.
func wordCells() -> String {
  var buckets = [[UInt32]](repeating: [], count: wordBucketCount)
  for word in lines(of: CommandLine.arguments[4]) {
    // The feature that the word is: FNV-1a and MurmurHash3's finalizer, as in ModelFeatures.swift.
    var hash = hash(word)
    hash ^= hash >> 16
    hash = hash &* 0x85EB_CA6B
    hash ^= hash >> 13
    hash = hash &* 0xC2B2_AE35
    hash ^= hash >> 16
    let bucket = Int(hash % UInt32(wordBucketCount))
    if buckets[bucket].count < slotCount { buckets[bucket].append(hash / UInt32(wordBucketCount)) }
  }
  print("\(buckets.map(\.count).reduce(0, +)) words known")
  return buckets.map { bucket in
    (0..<slotCount).map { slot in
      // No word has this print.
      guard slot < bucket.count else { return String(repeating: character(91), count: 4) }
      var rest = Int(bucket[slot])
      var cell = ""
      for _ in 0..<4 {
        cell = String(character(rest % 92)) + cell
        rest /= 92
      }
      return cell
    }
    .joined()
  }
  .joined()
}

/// A string literal's lines.
func literal(_ cells: String) -> String {
  let all = Array(cells)
  return stride(from: 0, to: all.count, by: 88)
    .map { "    " + String(all[$0..<min($0 + 88, all.count)]) }
    .joined(separator: "\\\n")
}

func source(_ table: Table) -> String {
  var cells = ""
  for entry in table.entries {
    guard entry >= 0 else {
      // No feature has the print 0.
      cells +=
        String(repeating: character(0), count: 2) + String(repeating: character(45), count: 6)
      continue
    }
    let print = print(of: columnHashes[Int(entry)])
    cells += String([character(print / 92), character(print % 92)])
    for label in 0..<classCount {
      let scaled = table.model.weights[Int(entry) * classCount + label] / table.scales[label]
      cells.append(character(Int(scaled.rounded()) + 45))
    }
  }
  // Word features were trained with their scale; the program weighs both kinds alike.
  let list = { (numbers: [Float]) in
    (numbers + [0, 0]).map { String(format: "%.6g", Double($0)) }.joined(separator: ", ")
  }
  return """
    /// What training made: weights, biases and thresholds of the learned model.
    ///
    /// Written by `make train`; see docs/classifier.md.
    enum ModelWeights {
      /// In thousandths; a policy may set others.
      static let permissiveThreshold = \(Int((best.permissive * 1000).rounded()))
      static let protectiveThreshold = \(Int((best.protective * 1000).rounded()))
      static let fallbackThreshold = \(Int((fallback * 1000).rounded()))
      static let doubtThreshold = \(Int((best.doubt * 1000).rounded()))
      /// Runs of words weigh this many times what runs of characters do.
      static let wordScale = \(Int(wordScale)).0
      static let bucketCount = \(bucketCount)
      static let biases: LinearModel.Scores = [
        \(list(table.model.biases)),
      ]
      /// One step of a weight, for each outcome.
      static let scales: LinearModel.Scores = [
        \(list(table.scales)),
      ]
      static let table: StaticString = \"\"\"
    \(literal(cells))
        \"\"\"
      static let wordBucketCount = \(wordBucketCount)
      /// The words that are known: see `KnownWords`.
      static let wordTable: StaticString = \"\"\"
    \(base.words ?? literal(wordCells()))
        \"\"\"
    }

    """
}

let final = table(on: Array(rows.indices))
let placed = final.entries.filter { $0 >= 0 }.count
print(
  "\(placed) features placed; thresholds: permissive \(best.permissive), protective \(best.protective), doubt \(best.doubt)"
)
try? source(final).write(toFile: CommandLine.arguments[5], atomically: true, encoding: .utf8)
