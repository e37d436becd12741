using Nca.Analysis.Growth;
using Nca.Automaton;
using Nca.Creatures;
using Nca.Engines;
using Nca.Engines.Fused;
using Nca.Progress;
using Nca.Targets;

namespace Nca.Tests.Progress;

/// <summary>Long work: told to whoever watches, and stopped by them.</summary>
public sealed class LongWorkTests : IDisposable
{
    private static readonly AutomatonConfig Automaton = new() { Hidden = 8 };
    private static readonly UpdateRuleWeights Weights = InitialWeights.DrawLively(Automaton, 1, bound: 0.2);
    private readonly FusedRolloutEngine _engine = new();

    [Fact]
    public void In_pieces_or_at_once_the_states_are_the_same()
    {
        var fire = new CounterFireMasks(3, 0, 0.5);
        CellState[] pieces = [InitialState.Plant(16, 16, 16)],
            once = [InitialState.Plant(16, 16, 16)];
        using (LongWork.Begin("test", 75))
            LongWork.Advance(_engine, Automaton, Weights, pieces, 75, fire, firstStep: 5);
        _engine.Advance(Automaton, Weights, once, 75, fire, firstStep: 5);
        Assert.Equal(once[0].Values, pieces[0].Values);
    }

    [Fact]
    public void Work_within_work_is_told_once_and_as_a_part_of_it()
    {
        using var watch = new Watch();
        using (LongWork.WatchedBy(watch))
        {
            EvaluationTrial.Compare(Creature, new GrowthPlan { Steps = 40, Samples = 2 }, _engine);
            Creature.Grow(30, samples: 2, engine: _engine);
        }

        Assert.Equal(2, watch.Ends);
        Assert.Equal(2, watch.Told.Select(progress => progress.What).Distinct().Count());
        Assert.Equal([120L, 30L], watch.Told.GroupBy(progress => progress.What).Select(work => work.Max(progress => progress.Done)));
        Assert.All(watch.Told, progress => Assert.InRange(progress.Done, 0, progress.Total));
    }

    [Fact]
    public void It_stops_where_it_is_and_the_next_work_is_whole()
    {
        using var watch = new Watch { StopAt = 60 };
        using (LongWork.WatchedBy(watch))
        {
            Assert.Throws<OperationCanceledException>(() => Persistence.Errors(Creature, samples: 2, steps: 100_000, engine: _engine));
            Assert.InRange(watch.Told[^1].Done, 60, 100);
            Assert.Equal(1, watch.Ends);
            Assert.Throws<OperationCanceledException>(() => Creature.Trajectory(Creature.Plant(), 1, engine: _engine));
        }

        Assert.Equal(3, Creature.Trajectory(Creature.Plant(), 2, engine: _engine).Count);
    }

    private static readonly TrainedAutomaton Creature = new(Automaton, Weights, Target.Load("1f423", 16, 12));

    public void Dispose() => _engine.Dispose();

    private sealed class Watch : ILongWorkWatch, IDisposable
    {
        private readonly CancellationTokenSource _stop = new();

        public List<LongWorkProgress> Told { get; } = [];

        public long StopAt { get; init; } = long.MaxValue;

        public int Ends { get; private set; }

        public CancellationToken Cancellation => _stop.Token;

        public void Report(LongWorkProgress progress)
        {
            Told.Add(progress);
            if (progress.Done >= StopAt)
                _stop.Cancel();
        }

        public void End() => Ends++;

        public void Dispose() => _stop.Dispose();
    }
}
