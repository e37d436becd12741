using Nca.Automaton;
using Nca.Engines;

namespace Nca.Progress;

/// <summary>
/// Work that may take minutes: the caller sees its progress and may stop it, without a token that every call would have
/// to hand on. Work within work counts as a part of it. Not for several threads at once.
/// </summary>
internal sealed class LongWork : IDisposable
{
    // Steps between two reports: a fraction of a second for some dozens of grown creatures, and far more than a call costs.
    private const int Piece = 20;

    private static readonly AsyncLocal<LongWork?> Running = new();
    private static readonly AsyncLocal<ILongWorkWatch?> Scope = new();
    private readonly LongWork? _outer;
    private readonly ILongWorkWatch? _watch;
    private readonly string _what;
    private readonly long _total;
    private long _done;
    private bool _ended;

    private LongWork(string what, long total)
    {
        (_what, _total, _outer) = (what, total, Running.Value);
        _watch = _outer is null ? Scope.Value ?? Host?.Invoke() : null;
        Running.Value = this;
    }

    /// <summary>Who watches work that begins where nobody called <see cref="WatchedBy"/>: set once by the host, a notebook's say.</summary>
    public static Func<ILongWorkWatch?>? Host { get; set; }

    /// <summary>Cancelled when the work is to stop.</summary>
    public CancellationToken Cancellation => _outer?.Cancellation ?? _watch?.Cancellation ?? CancellationToken.None;

    /// <summary>Has what this flow of control begins from now on watched.</summary>
    /// <param name="watch">Who watches.</param>
    /// <returns>Ends that when it is disposed.</returns>
    public static IDisposable WatchedBy(ILongWorkWatch watch)
    {
        var before = Scope.Value;
        Scope.Value = watch;
        return new Ending(() => Scope.Value = before);
    }

    /// <summary>Begins work; dispose what it returns when the work ends.</summary>
    /// <param name="what">What is done, as a heading.</param>
    /// <param name="total">Steps of the automaton that it takes in all.</param>
    /// <exception cref="OperationCanceledException">It was cancelled before it began.</exception>
    public static LongWork Begin(string what, long total)
    {
        ArgumentNullException.ThrowIfNull(what);
        var work = new LongWork(what, total);
        try
        {
            work.Report(0);
            return work;
        }
        catch
        {
            work.Dispose();
            throw;
        }
    }

    /// <summary>Advances states as <see cref="IRolloutEngine.Advance"/> does, in pieces, each a part of the work under way.</summary>
    /// <inheritdoc cref="IRolloutEngine.Advance"/>
    /// <exception cref="OperationCanceledException">It was cancelled; the states are then of no use.</exception>
    public static void Advance(
        IRolloutEngine engine,
        AutomatonConfig automaton,
        UpdateRuleWeights weights,
        IReadOnlyList<CellState> states,
        int steps,
        IFireMasks fire,
        int firstStep = 0
    )
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(states);
        using var own = Running.Value is null ? Begin($"{states.Count} creatures over {steps} steps", steps) : null;
        var work = Running.Value!;
        for (var done = 0; done < steps; done += Piece)
        {
            var piece = Math.Min(Piece, steps - done);
            engine.Advance(automaton, weights, states, piece, fire, firstStep + done, work.Cancellation);
            work.Report(piece);
        }
    }

    /// <summary>Ends the work.</summary>
    public void Dispose()
    {
        // Works that overlap may end in any order.
        _ended = true;
        while (Running.Value is { _ended: true } ended)
            Running.Value = ended._outer;
        _watch?.End();
    }

    /// <summary>Tells that steps were done that no engine counts.</summary>
    /// <param name="steps">How many since the last report.</param>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public void Report(long steps)
    {
        Cancellation.ThrowIfCancellationRequested();
        _outer?.Report(steps);
        if (_ended)
            return;
        _done = Math.Min(_total, _done + steps);
        _watch?.Report(new LongWorkProgress(_what, _done, _total));
    }

    private sealed class Ending(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
