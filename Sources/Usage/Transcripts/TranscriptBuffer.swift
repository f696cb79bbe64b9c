/// Where a file's bytes wait until their line is whole; one buffer serves many files.
///
/// It owns its memory, so that nothing is filled with zeros or held twice.
@safe package struct TranscriptBuffer: ~Copyable {
  private var storage: UnsafeMutableRawBufferPointer
  private var filled = 0
  private let chunkSize: Int
  private let maximumLine: Int

  /// A buffer that asks for `chunkSize` bytes and grows while a line needs more, up to `maximumLine`.
  ///
  /// A line of `maximumLine` bytes or more is skipped and counted as unreadable.
  package init(chunkSize: Int = 1 << 20, maximumLine: Int = 64 << 20) {
    self.chunkSize = chunkSize
    self.maximumLine = maximumLine
    unsafe storage = .allocate(byteCount: chunkSize, alignment: 8)
  }

  deinit {
    unsafe storage.deallocate()
  }

  /// Reads a file into the book.
  ///
  /// The source fills the start of the memory it is given and says how many bytes that were, 0 at
  /// the end. What it throws ends the file, and the lines before it stay counted.
  package mutating func read<Failure>(
    into book: inout ReplyBook,
    from source: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
  ) throws(Failure) {
    book.beginFile()
    filled = 0
    resize(to: chunkSize)
    // Of a line that is too long; zero when there is none.
    var skipped = 0
    while true {
      if filled == capacity {
        if capacity < maximumLine {
          resize(to: min(capacity * 2, maximumLine))
        } else {
          skipped += filled
          filled = 0
        }
      }
      let count = try unsafe source(UnsafeMutableRawBufferPointer(rebasing: storage[filled...]))
      if count <= 0 { break }
      filled += min(count, capacity - filled)
      if skipped > 0 {
        guard let end = unsafe LineBreak.place(in: waiting, from: 0) else {
          skipped += filled
          filled = 0
          continue
        }
        book.skipLine(byteCount: skipped + end + 1)
        skipped = 0
        removeFirst(end + 1)
      }
      removeFirst(unsafe book.read(waiting))
    }
    if skipped > 0 {
      book.skipLine(byteCount: skipped + filled)
    } else {
      unsafe book.readRest(waiting)
    }
  }

  private var capacity: Int { unsafe storage.count }

  private var waiting: UnsafeRawBufferPointer {
    unsafe UnsafeRawBufferPointer(rebasing: storage[..<filled])
  }

  private mutating func removeFirst(_ count: Int) {
    guard count > 0 else { return }
    let rest = unsafe UnsafeRawBufferPointer(rebasing: storage[count..<filled])
    unsafe storage.copyMemory(from: rest)
    filled -= count
  }

  private mutating func resize(to size: Int) {
    guard size != capacity else { return }
    let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 8)
    unsafe larger.copyMemory(from: waiting)
    unsafe storage.deallocate()
    unsafe storage = larger
  }
}
