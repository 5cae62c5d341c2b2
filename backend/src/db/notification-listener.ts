/** One connection that listens for NOTIFY, and listens again after it was lost. */
import type { Sql } from 'postgres';
import type { DatabaseLogger } from './database-logger.ts';

const FIRST_RETRY_MS = 200;
const MAX_RETRY_MS = 5_000;

/** Called with the payload of each notification. */
export type NotificationHandler = (payload: string) => void;

/** What {@link NotificationListener} needs. */
export interface NotificationListenerOptions {
  /** Opens a client with one connection. */
  readonly open: (events: { onclose: () => void; onnotify: (channel: string, payload: string) => void }) => Sql;
  readonly logger: DatabaseLogger;
}

interface Subscription {
  readonly onNotification: NotificationHandler;
  readonly onReconnect: (() => void) | undefined;
}

/** Subscriptions to channels of NOTIFY. */
export class NotificationListener {
  readonly #options: NotificationListenerOptions;
  readonly #channels = new Map<string, Set<Subscription>>();
  #client: Sql | undefined;
  #retry: NodeJS.Timeout | undefined;
  #retryMs = FIRST_RETRY_MS;
  #closed = false;

  constructor(options: NotificationListenerOptions) {
    this.#options = options;
  }

  /**
   * Subscribes to a channel and resolves once the database has been told.
   *
   * @param onReconnect called when notifications may have been missed, because the connection was lost for a while
   * @returns ends the subscription
   */
  async listen(
    channel: string,
    onNotification: NotificationHandler,
    onReconnect?: () => void,
  ): Promise<() => Promise<void>> {
    const subscription: Subscription = { onNotification, onReconnect };
    const known = this.#channels.get(channel);
    const subscriptions = known ?? new Set<Subscription>();
    subscriptions.add(subscription);
    this.#channels.set(channel, subscriptions);
    if (!known) await this.#send('listen', channel);
    return async () => {
      subscriptions.delete(subscription);
      if (subscriptions.size > 0 || this.#channels.get(channel) !== subscriptions) return;
      this.#channels.delete(channel);
      if (!this.#closed) await this.#send('unlisten', channel);
    };
  }

  /** Ends all subscriptions. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#retry);
    this.#channels.clear();
    await this.#client?.end({ timeout: 1 });
  }

  async #send(command: 'listen' | 'unlisten', channel: string): Promise<void> {
    this.#client ??= this.#options.open({
      onclose: () => this.#scheduleRetry(),
      onnotify: (name, payload) => this.#deliver(name, payload),
    });
    await this.#client.unsafe(`${command} "${channel.replaceAll('"', '""')}"`);
  }

  #deliver(channel: string, payload: string): void {
    for (const { onNotification } of this.#channels.get(channel) ?? []) onNotification(payload);
  }

  #scheduleRetry(): void {
    if (this.#closed || this.#channels.size === 0) return;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => void this.#listenAgain(), this.#retryMs);
    this.#retryMs = Math.min(this.#retryMs * 2, MAX_RETRY_MS);
  }

  async #listenAgain(): Promise<void> {
    try {
      for (const channel of this.#channels.keys()) await this.#send('listen', channel);
      this.#retryMs = FIRST_RETRY_MS;
      for (const subscriptions of this.#channels.values()) for (const { onReconnect } of subscriptions) onReconnect?.();
    } catch (error) {
      this.#options.logger.warn({ err: error }, 'Listening for database notifications failed; trying again');
      this.#scheduleRetry();
    }
  }
}
