/// Values of which the last ones become arrays, again and again, without being copied.
///
/// An array's end can be taken only by copying it and then destroying what was copied, which costs
/// two counts for each text of a tree.
@safe struct Stack<Element>: ~Copyable {
  private(set) var count = 0
  private var storage: UnsafeMutableBufferPointer<Element>

  init() {
    unsafe storage = .allocate(capacity: 64)
  }

  deinit {
    _ = unsafe storage[..<count].deinitialize()
    unsafe storage.deallocate()
  }

  /// A part of one of them, without copying the rest of it.
  func part<Part>(_ path: (borrowing Element) -> Part, of index: Int) -> Part {
    precondition(index >= 0 && index < count)
    return unsafe path(storage[index])
  }

  mutating func append(_ element: consuming Element) {
    if unsafe storage.count == count { grow() }
    unsafe storage.initializeElement(at: count, to: element)
    count += 1
  }

  /// What lies above the first elements, which are all that is left.
  mutating func removeAll(above first: Int) -> [Element] {
    precondition(first >= 0 && first <= count)
    var elements: [Element] = []
    elements.reserveCapacity(count - first)
    for index in first..<count {
      elements.append(unsafe storage.moveElement(from: index))
    }
    count = first
    return elements
  }

  private mutating func grow() {
    let larger = UnsafeMutableBufferPointer<Element>.allocate(capacity: unsafe storage.count * 2)
    _ = unsafe larger.moveInitialize(fromContentsOf: storage)
    unsafe storage.deallocate()
    unsafe storage = larger
  }
}
