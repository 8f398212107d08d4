/** Types of the auction's part of the client: docs/javascript.md. */

import type { Listening, Status } from '../broker.js';

export interface Offer {
  id: string;
  bid_price: number;
  /** RFC 3339, as are all times. */
  go_live: string;
  /** Seconds after `go_live`; 0 does not end. */
  lifetime: number;
  photo_url: string;
  title: string;
  created_by: string;
  sold: boolean;
}

export interface NewOffer {
  bid_price: number;
  title: string;
  photo_url?: string;
  lifetime?: number;
  go_live?: string;
}

export interface Bid {
  id: string;
  bid_price: number;
  username: string;
  offer_id: string;
  timestamp: string;
  accepted: boolean;
}

export interface OfferListing {
  /** 1 to 100, by default 10. */
  size?: number;
  page?: number;
  /** golive, bidprice, lifetime, photourl, title, createdby or sold; behind a minus for descending. */
  sortKey?: string;
}

/** What the stream answers to what was sent; `data` is parsed. */
export interface AuctionAnswer {
  data: unknown;
  error: string | null;
  code: null;
  message: string | null;
  Kill: boolean;
}

interface AuctionEvents {
  offerCreated: Offer;
  bidPlaced: Bid;
  offerSold: Offer;
  answer: AuctionAnswer;
  status: Status;
}

export interface AuctionClient extends Listening<AuctionEvents> {
  /** What `logIn` got, good for one hour. */
  readonly token: string;
  signUp(username: string, password: string): Promise<void>;
  logIn(username: string, password: string): Promise<void>;
  createOffer(offer: NewOffer): Promise<Offer>;
  offers(listing?: OfferListing): Promise<Offer[]>;
  offer(id: string): Promise<Offer>;
  /** Highest first. */
  bids(offerId: string): Promise<Bid[]>;
  bid(offerId: string, price: number): Promise<Bid>;
  accept(bidId: string): Promise<Bid>;
  /** Listens to what happens, until it is closed or the token has expired. */
  open(): void;
  /** Sends an event with the token. */
  send(event: string, fields?: object): void;
  /** Sends a text as it is. */
  sendText(text: string): void;
}
