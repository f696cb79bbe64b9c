import Testing

@testable import RouteEngine

struct StemTests {
  private func stem(_ word: String) -> String {
    var bytes = Array(word.utf8)
    Stem.reduce(&bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Each line holds the forms of one word; no two lines may share a stem.
  private static let families = """
    rename renames renamed renaming
    license licenses licensed licensing
    licence
    agent agents
    header headers
    fix fixes fixed fixing
    apply applies applied applying
    debug debugs debugged debugging
    format formats formatted formatting formating
    production productions
    product products
    produce produces produced producing
    producer
    race races raced racing
    test tests tested testing
    tester testers
    process processes processed processing
    processor processors
    class classes
    bus buses
    business businesses
    us
    use uses used using
    user users
    new
    news
    string strings
    thing things
    nothing
    during
    status statuses
    alias aliases aliased
    virus viruses
    database databases
    case cases
    release releases released releasing
    cache caches cached caching
    match matches matched matching
    branch branches branched
    cookie cookies
    policy policies
    query queries queried querying
    copy copies copied copying
    movie movies
    series
    write writes writing
    rewrite rewrites rewriting
    code codes coded coding
    edit edits edited editing
    editor editors
    visit visits visited visiting
    compile compiles compiled compiling
    compiler compilers
    define defines defined defining
    delete deletes deleted deleting
    update updates updated updating
    create creates created creating
    treat treats treated treating
    repeat repeats repeated repeating
    replace replaces replaced replacing
    remove removes removed removing
    remover
    move moves moved moving
    solve solves solved solving
    parse parses parsed parsing
    parser parsers
    cause causes caused causing
    reuse reuses reused reusing
    merge merges merged merging
    change changes changed changing
    bang bangs banged banging
    hang hangs hanging
    judge judges judged judging
    handle handles handled handling
    handler handlers
    bundle bundles bundled bundling
    enable enables enabled enabling
    crawl crawls crawled crawling
    size sizes sized sizing
    optimize optimizes optimized optimizing
    queue queues queued queuing queueing
    value values valued valuing
    continue continues continued continuing
    add adds added adding
    err errs erred erring
    error errors
    log logs logged logging
    logger loggers
    commit commits committed committing
    plan plans planned planning
    plane planes
    hop hops hopped hopping
    hope hopes hoped hoping
    strip strips stripped stripping
    stripe stripes striped striping
    install installs installed installing
    control controls controlled controlling
    cancel cancels canceled cancelled canceling cancelling
    label labels labeled labelled labeling
    call calls called calling
    scroll scrolls scrolled scrolling
    pass passes passed passing
    past
    paste pastes pasted pasting
    list lists listed listing
    host hosts hosted hosting
    sync syncs synced syncing
    route routes routed routing
    router routers
    guide guides guided guiding
    type types typed typing
    style styles styled styling
    scale scales scaled scaling
    file files filed filing
    fill fills filled filling
    need needs needed needing
    speed speeds
    embed embeds embedded embedding
    seed seeds seeded seeding
    see sees seeing
    agree agrees agreed agreeing
    free frees freed freeing
    tie ties tied tying
    die dies died dying
    echo echoes echoed echoing
    go goes going
    hero heroes
    repo repos
    video videos
    api apis
    gpu gpus
    http
    https
    local
    locale locales
    state states stated stating
    stat stats
    unit units
    unite unites united uniting
    universe
    university universities
    severe
    sever severs severed severing
    security
    secure secures secured securing
    migrate migrates migrated migrating
    migration migrations
    configure configures configured configuring
    configuration configurations
    refactor refactors refactored refactoring
    deploy deploys deployed deploying
    deployment deployments
    analyze analyzes analyzed analyzing
    analysis
    schema schemas
    index indexes indexed indexing
    crash crashes crashed crashing
    box boxes boxed boxing
    schedule schedules scheduled scheduling
    manage manages managed managing
    manager managers
    package packages packaged packaging
    service services serviced servicing
    browse browses browsed browsing
    lens lenses
    quiz quizzes
    ring rings
    king kings
    morning mornings
    key keys keyed keying
    play plays played playing
    show shows showed showing
    employee employees
    employ employs employed employing
    """.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }

  @Test(arguments: families)
  func `gives the forms of one word one stem`(family: [String]) {
    #expect(Set(family.map(stem)).count == 1, "\(family.map(stem))")
  }

  @Test func `keeps different words apart`() {
    var owner: [String: String] = [:]
    for family in Self.families {
      for word in family {
        let other = owner.updateValue(family[0], forKey: stem(word))
        #expect(other == nil || other == family[0], "\(word)")
      }
    }
    #expect(Self.families.joined().count > 400)
  }

  @Test(arguments: [
    "a", "is", "its", "the", "red", "bed", "über", "naïve", "v12s", "日", "this", "thus", "string",
    "shed", "less",
  ])
  func `leaves short, foreign and plain words alone`(word: String) {
    #expect(stem(word) == word)
  }

  @Test func `leaves words of more than forty letters alone`() {
    let word = String(repeating: "y", count: 60_000) + "ing"
    #expect(stem(word) == word)
    #expect(
      stem(String(repeating: "na", count: 18) + "ming") == String(repeating: "na", count: 18) + "m"
    )
  }
}
