/** Types of the broker's JavaScript client, `broker.js`. How to use it: docs/javascript.md. */

import type { AuctionClient } from './broker/auction.js';

/** A place in a channel. Offsets count from 1 and are comparable only under one epoch. */
export interface Place {
  offset: number;
  epoch?: string | null;
}

export interface Message {
  channel: string;
  /** Null over a WebSocket, whose frames have no position. */
  offset: number | null;
  epoch: string | null;
  /** Bytes only over a WebSocket, and only where the body was not UTF-8. */
  data: string | Uint8Array;
}

/** Something may be missing between what came before and what comes next. */
export interface Gap {
  channel: string;
  /** Where the channel is; null where that is not known. */
  offset: number | null;
  epoch: string | null;
}

export interface ChatMessage {
  sender: string;
  channel_name: string;
  sent_at: string;
  content: string;
}

/** A channel that may have missed something; with `lost`, one that could not be joined again. */
export interface ChatGap {
  channel: string;
  lost?: string;
}

export interface UserMessage {
  type: 'message';
  offset: number;
  sent_at: string;
  content: string;
}

export interface Receipt {
  channel: string;
  offset: number;
  epoch: string;
  receivers: number;
  durability: string;
}

export type State = 'connecting' | 'open' | 'waiting' | 'closed';

export interface Status {
  state: State;
  /** How often it has tried since it last was open for a while. */
  attempt: number;
  reason?: string;
  /** The close code of the WebSocket. */
  code?: number;
  /** The status of the HTTP answer. */
  status?: number;
  /** Milliseconds until the next attempt, while it waits. */
  delay?: number;
}

/** What passed: a frame in or out, or a note of what happened to its connection. */
export interface Frame {
  time: Date;
  protocol: string;
  direction: 'in' | 'out' | 'note';
  data: string | Uint8Array;
}

/** Asked before each connection; with `refresh` when the last token was refused. */
export type TokenCallback = (why: { refresh: boolean }) => Promise<string> | string;

/** What the client takes from its surroundings; tests put their own in its place. */
export interface Environment {
  fetch: typeof globalThis.fetch;
  WebSocket: typeof globalThis.WebSocket;
  network: EventTarget | null;
  random: () => number;
  now: () => number;
  /** Answers with what calls it off. */
  after: (milliseconds: number, act: () => void) => () => void;
}

export interface BrokerOptions {
  /** The application token of the user whose messages `user()` receives. */
  token?: TokenCallback;
  /** Sent with `publish` and `send`, where the broker asks for it. */
  apiKey?: () => Promise<string> | string;
  /** Milliseconds; by default a base of 500 and a cap of 30,000. */
  backoff?: { base?: number; cap?: number };
  onFrame?: (frame: Frame) => void;
  environment?: Partial<Environment>;
}

export interface SubscribeOptions {
  /** Exclusive; 0 is all that is kept, nothing is only what is new. */
  since?: Place | number | null;
  transport?: 'sse' | 'websocket';
}

export interface Listening<Events> extends EventTarget {
  addEventListener<Name extends keyof Events & string>(
    type: Name,
    listener: (event: CustomEvent<Events[Name]>) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
  readonly status: Status;
  close(): void;
}

export interface Subscription extends Listening<{ message: Message; gap: Gap; status: Status }> {
  /** What a later page needs as `since`; null while nothing was seen. */
  readonly position: Place | null;
}

export interface ChatClient extends Listening<{ message: ChatMessage; gap: ChatGap; status: Status }> {
  /** The broker's choice once it is open, where none was asked for. */
  readonly name: string;
  readonly channels: string[];
  subscribe(channel: string): Promise<{ channel_name: string; total_subscribers: number }>;
  unsubscribe(channel: string): Promise<void>;
  publish(channel: string, content: string): Promise<void>;
  list(options?: { mine?: boolean }): Promise<string[]>;
}

interface UserEvents {
  message: UserMessage;
  gap: Omit<Gap, 'channel'>;
  echo: { text: string };
  status: Status;
}

export interface UserClient extends Listening<UserEvents> {
  /** What a later page needs as `since`; null while nothing was seen. */
  readonly position: Place | null;
  echo(text: string): void;
}

export type {
  AuctionAnswer, AuctionClient, Bid, NewOffer, Offer, OfferListing,
} from './broker/auction.js';

export class BrokerError extends Error {
  readonly status?: number;
  readonly code?: number;
  /** Milliseconds that the broker asked to wait. */
  readonly retryAfter?: number;
  /** True where the same request may succeed later. */
  readonly comeBack: boolean;
}

/** One broker, by its address; by default the one that the page came from. */
export class Broker {
  constructor(url?: string | URL, options?: BrokerOptions);

  /** Receives a channel, resuming by position, until it is closed. */
  subscribe(
    channel: string,
    options?: SubscribeOptions,
    onMessage?: (message: Message) => void,
  ): Subscription;

  /** Answers with the receipt, where one was asked for. */
  publish(
    channel: string,
    body: BodyInit,
    options?: { receipt?: boolean; idempotencyKey?: string },
  ): Promise<Receipt | null>;

  /** A client of Chat; without a name the broker chooses one. */
  chat(name?: string): ChatClient;

  /** The application token of a user, for the token callback. */
  signIn(username: string): Promise<string>;

  /** The messages of the user whose token the callback gives. */
  user(options?: { since?: Place | number | null }, onMessage?: (message: UserMessage) => void): UserClient;

  /** Sends a message to each socket of a user. */
  send(username: string, content: string): Promise<void>;

  /** The auction; with a token from an earlier `logIn`. */
  auction(options?: { token?: string }): AuctionClient;

  /** The figures behind the dashboard. */
  stats(options?: { adminToken?: string; signal?: AbortSignal }): Promise<object>;

  /** The nodes of the cluster (`GET /admin/cluster`). */
  cluster(options?: { adminToken?: string; signal?: AbortSignal }): Promise<object>;
}
