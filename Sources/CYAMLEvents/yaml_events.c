#include "yaml_events.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

enum {
  events_in_block = 256,
  /// For a thread that reads ahead.
  blocks = 32,
  /// A reader that found none waits for so many: waking costs as much as some blocks.
  blocks_for_reader = 16,
};

struct claude_route_yaml_stream {
  yaml_parser_t parser;
  bool is_out_of_memory;

  // The reader's own.
  pthread_t thread;
  bool has_thread;
  /// Whether the reader still looks at the block that it was given last.
  bool holds_block;

  // What the lock guards, and the blocks in between belong to the reader.
  pthread_mutex_t lock;
  pthread_cond_t changed;
  uint64_t filled, emptied;
  bool is_done, is_cancelled;
  bool reader_waits, thread_waits;

  /// One without a thread.
  size_t ring_size;
  struct claude_route_yaml_block ring[blocks];
};

/// Copies a text behind the block's others; false when there is no memory.
static bool keep(struct claude_route_yaml_block *block, const void *text, size_t length) {
  if (length > block->capacity - block->size) {
    size_t capacity = block->capacity ? block->capacity : 4096;
    while (capacity - block->size < length) capacity *= 2;
    uint8_t *texts = capacity <= UINT32_MAX ? realloc(block->texts, capacity) : NULL;
    if (!texts) return false;
    block->texts = texts;
    block->capacity = (uint32_t)capacity;
  }
  if (length) memcpy(block->texts + block->size, text, length);
  block->size += (uint32_t)length;
  return true;
}

/// What libyaml says of an event, in fewer bytes; false when there is no memory for its texts.
static bool translate(
    const yaml_event_t *from, struct claude_route_yaml_event *to, struct claude_route_yaml_block *block) {
  *to = (struct claude_route_yaml_event){
      .style = claude_route_yaml_style_other,
      .start_line = (uint32_t)from->start_mark.line + 1,
      .start_column = (uint32_t)from->start_mark.column + 1,
      .end_line = (uint32_t)from->end_mark.line + 1,
      .end_column = (uint32_t)from->end_mark.column + 1,
      .end_character = (uint32_t)from->end_mark.index,
      .text = block->size,
  };
  const yaml_char_t *anchor = NULL, *tag = NULL;
  switch (from->type) {
  case YAML_SCALAR_EVENT:
    to->kind = claude_route_yaml_kind_scalar;
    anchor = from->data.scalar.anchor;
    tag = from->data.scalar.tag;
    if (from->data.scalar.style == YAML_PLAIN_SCALAR_STYLE) to->style = claude_route_yaml_style_plain;
    if (from->data.scalar.style == YAML_DOUBLE_QUOTED_SCALAR_STYLE) to->style = claude_route_yaml_style_escaped;
    to->text_length = (uint32_t)from->data.scalar.length;
    if (!keep(block, from->data.scalar.value, from->data.scalar.length)) return false;
    break;
  case YAML_MAPPING_START_EVENT:
    to->kind = claude_route_yaml_kind_mapping_start;
    anchor = from->data.mapping_start.anchor;
    tag = from->data.mapping_start.tag;
    if (from->data.mapping_start.style != YAML_FLOW_MAPPING_STYLE) to->style = claude_route_yaml_style_plain;
    break;
  case YAML_SEQUENCE_START_EVENT:
    to->kind = claude_route_yaml_kind_sequence_start;
    anchor = from->data.sequence_start.anchor;
    tag = from->data.sequence_start.tag;
    if (from->data.sequence_start.style != YAML_FLOW_SEQUENCE_STYLE) to->style = claude_route_yaml_style_plain;
    break;
  case YAML_MAPPING_END_EVENT:
  case YAML_SEQUENCE_END_EVENT:
    to->kind = claude_route_yaml_kind_collection_end;
    break;
  case YAML_ALIAS_EVENT:
    to->kind = claude_route_yaml_kind_alias;
    anchor = from->data.alias.anchor;
    break;
  case YAML_STREAM_START_EVENT: to->kind = claude_route_yaml_kind_stream_start; break;
  case YAML_DOCUMENT_START_EVENT: to->kind = claude_route_yaml_kind_document_start; break;
  case YAML_DOCUMENT_END_EVENT: to->kind = claude_route_yaml_kind_document_end; break;
  default: to->kind = claude_route_yaml_kind_stream_end;
  }
  to->has_tag = tag != NULL;
  if (!anchor) return true;
  size_t length = strlen((const char *)anchor);
  to->has_anchor = to->kind != claude_route_yaml_kind_alias;
  to->anchor_length = (uint32_t)length;
  return keep(block, anchor, length);
}

/// Frees what libyaml allocated for an event.
///
/// Most events own nothing but a text, or nothing at all where a list or mapping begins or ends.
/// `yaml_event_delete` would free the same, and then clear the event, which takes as long again.
static void delete_event(yaml_event_t *event) {
  switch (event->type) {
  case YAML_SCALAR_EVENT:
    if (event->data.scalar.anchor || event->data.scalar.tag) break;
    free(event->data.scalar.value);
    return;
  case YAML_SEQUENCE_START_EVENT:
    if (event->data.sequence_start.anchor || event->data.sequence_start.tag) break;
    return;
  case YAML_MAPPING_START_EVENT:
    if (event->data.mapping_start.anchor || event->data.mapping_start.tag) break;
    return;
  case YAML_SEQUENCE_END_EVENT:
  case YAML_MAPPING_END_EVENT: return;
  default: break;
  }
  yaml_event_delete(event);
}

/// Whether nothing may be asked for behind an event unless the reader wants it.
///
/// Behind a document it decides by itself whether there is another: libyaml compares each directive of
/// that one with all before it.
static bool ends_block(enum claude_route_yaml_kind kind) {
  return kind == claude_route_yaml_kind_document_end || kind == claude_route_yaml_kind_stream_end ||
         kind == claude_route_yaml_kind_error;
}

/// Asks for events until the block is full, or its last event ends it; true then.
static bool fill(struct claude_route_yaml_stream *stream, struct claude_route_yaml_block *block) {
  block->count = block->size = 0;
  while (block->count < events_in_block) {
    struct claude_route_yaml_event *last = &block->events[block->count++];
    yaml_event_t event;
    if (!yaml_parser_parse(&stream->parser, &event)) {
      *last = (struct claude_route_yaml_event){.kind = claude_route_yaml_kind_error};
      return true;
    }
    stream->is_out_of_memory = !translate(&event, last, block);
    delete_event(&event);
    if (stream->is_out_of_memory) last->kind = claude_route_yaml_kind_error;
    if (ends_block(last->kind)) return true;
  }
  return false;
}

static void *read_ahead(void *argument) {
  struct claude_route_yaml_stream *stream = argument;
  bool is_last = false;
  pthread_mutex_lock(&stream->lock);
  while (!is_last) {
    // Once all blocks are full, half of them must be empty before it goes on, for the same reason.
    if (stream->filled - stream->emptied == blocks) {
      while (!stream->is_cancelled && stream->filled - stream->emptied > blocks / 2) {
        stream->thread_waits = true;
        pthread_cond_wait(&stream->changed, &stream->lock);
      }
    }
    if (stream->is_cancelled) break;
    struct claude_route_yaml_block *block = &stream->ring[stream->filled % blocks];
    pthread_mutex_unlock(&stream->lock);
    is_last = fill(stream, block);
    pthread_mutex_lock(&stream->lock);
    stream->filled++;
    if (stream->reader_waits && stream->filled - stream->emptied >= blocks_for_reader) {
      stream->reader_waits = false;
      pthread_cond_broadcast(&stream->changed);
    }
  }
  stream->is_done = true;
  pthread_cond_broadcast(&stream->changed);
  pthread_mutex_unlock(&stream->lock);
  return NULL;
}

/// Signals stay with the thread that the program began with, whose handlers expect them there.
static bool start(struct claude_route_yaml_stream *stream) {
  sigset_t all, before;
  sigfillset(&all);
  if (pthread_sigmask(SIG_SETMASK, &all, &before)) return false;
  bool started = pthread_create(&stream->thread, NULL, read_ahead, stream) == 0;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  return started;
}

/// How many characters there are: one begins with each byte that does not go on with one.
static size_t characters(const uint8_t *bytes, size_t count) {
  size_t found = count, i = 0;
  while (i < count) {
    uint64_t eight;
    bool is_ascii = count - i >= sizeof eight;
    if (is_ascii) {
      memcpy(&eight, bytes + i, sizeof eight);
      is_ascii = (eight & 0x8080808080808080) == 0;
    }
    if (is_ascii) {
      i += sizeof eight;
    } else {
      found -= (bytes[i++] & 0xC0) == 0x80;
    }
  }
  return found;
}

/// Puts a text where libyaml's own reader would have put it piece by piece, each character checked and
/// copied, which is an eighth of all that libyaml does; here it is checked already.
///
/// At its end, the reader is asked for more as ever, and finds the end of its input. These fields of the
/// parser are libyaml's own; should they come to mean something else, no file could be read any more.
static bool set_input(yaml_parser_t *parser, const uint8_t *bytes, size_t count) {
  // The reader adds one NUL; no less space stays free than it began with.
  size_t space = (size_t)(parser->buffer.end - parser->buffer.start);
  uint8_t *buffer = realloc(parser->buffer.start, count + space);
  if (!buffer) return false;
  if (count) memcpy(buffer, bytes, count);
  parser->buffer.start = parser->buffer.pointer = buffer;
  parser->buffer.last = buffer + count;
  parser->buffer.end = buffer + count + space;
  parser->offset = count;
  parser->unread = characters(bytes, count);
  yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING);
  yaml_parser_set_input_string(parser, buffer, 0);
  return true;
}

struct claude_route_yaml_stream *claude_route_yaml_open(const uint8_t *bytes, size_t count, bool ahead) {
  struct claude_route_yaml_stream *stream = calloc(1, sizeof *stream);
  if (!stream) return NULL;
  stream->ring_size = ahead ? blocks : 1;
  struct claude_route_yaml_event *events = malloc(stream->ring_size * events_in_block * sizeof *events);
  if (!events || !yaml_parser_initialize(&stream->parser)) {
    free(events);
    free(stream);
    return NULL;
  }
  for (size_t i = 0; i < stream->ring_size; i++) stream->ring[i].events = events + i * events_in_block;
  if (!set_input(&stream->parser, bytes, count)) {
    yaml_parser_delete(&stream->parser);
    free(events);
    free(stream);
    return NULL;
  }
  if (!ahead) return stream;
  pthread_mutex_init(&stream->lock, NULL);
  pthread_cond_init(&stream->changed, NULL);
  stream->has_thread = start(stream);
  if (!stream->has_thread) {
    pthread_cond_destroy(&stream->changed);
    pthread_mutex_destroy(&stream->lock);
  }
  return stream;
}

static void join(struct claude_route_yaml_stream *stream) {
  pthread_join(stream->thread, NULL);
  pthread_cond_destroy(&stream->changed);
  pthread_mutex_destroy(&stream->lock);
  stream->has_thread = false;
}

/// The next block that the thread has filled, once there is one; NULL when it has ended.
static struct claude_route_yaml_block *next_ahead(struct claude_route_yaml_stream *stream) {
  pthread_mutex_lock(&stream->lock);
  if (stream->holds_block) stream->emptied++;
  if (stream->thread_waits && stream->filled - stream->emptied <= blocks / 2) {
    stream->thread_waits = false;
    pthread_cond_broadcast(&stream->changed);
  }
  if (stream->filled == stream->emptied) {
    while (!stream->is_done && stream->filled - stream->emptied < blocks_for_reader) {
      stream->reader_waits = true;
      pthread_cond_wait(&stream->changed, &stream->lock);
    }
  }
  stream->holds_block = stream->filled != stream->emptied;
  struct claude_route_yaml_block *block =
      stream->holds_block ? &stream->ring[stream->emptied % blocks] : NULL;
  pthread_mutex_unlock(&stream->lock);
  return block;
}

const struct claude_route_yaml_block *claude_route_yaml_next(struct claude_route_yaml_stream *stream) {
  if (stream->has_thread) {
    struct claude_route_yaml_block *block = next_ahead(stream);
    if (block) return block;
    join(stream);
  }
  fill(stream, &stream->ring[0]);
  return &stream->ring[0];
}

struct claude_route_yaml_error claude_route_yaml_failure(const struct claude_route_yaml_stream *stream) {
  const yaml_parser_t *parser = &stream->parser;
  bool is_out_of_memory = stream->is_out_of_memory || parser->error == YAML_MEMORY_ERROR;
  return (struct claude_route_yaml_error){
      .problem = is_out_of_memory ? "there is no memory left" : parser->problem,
      .problem_line = (uint32_t)parser->problem_mark.line + 1,
      .problem_column = (uint32_t)parser->problem_mark.column + 1,
      .context = parser->context,
      .context_line = (uint32_t)parser->context_mark.line + 1,
      .context_column = (uint32_t)parser->context_mark.column + 1,
  };
}

void claude_route_yaml_close(struct claude_route_yaml_stream *stream) {
  if (stream->has_thread) {
    pthread_mutex_lock(&stream->lock);
    stream->is_cancelled = true;
    pthread_cond_broadcast(&stream->changed);
    pthread_mutex_unlock(&stream->lock);
    join(stream);
  }
  for (size_t i = 0; i < stream->ring_size; i++) free(stream->ring[i].texts);
  free(stream->ring[0].events);
  yaml_parser_delete(&stream->parser);
  free(stream);
}
