using Nca.Automaton;
using Nca.Creatures;
using Nca.Engines;
using Nca.Engines.Fused;
using Nca.Targets;

namespace Nca.Tests.Analysis;

/// <summary>The verbs of a trained automaton against plain calls of the engine.</summary>
public sealed class TrainedAutomatonTests : IDisposable
{
    private static readonly AutomatonConfig Small = new() { Hidden = 8 };
    private readonly FusedRolloutEngine _engine = new(1);
    private readonly TrainedAutomaton _creature = new(
        Small,
        InitialWeights.DrawLively(Small, 3, bound: 0.05),
        Target.Load("1f423", 16, 10)
    );

    [Fact]
    public void Growing_visiting_and_following_see_the_same_states()
    {
        var plain = new[] { InitialState.Plant(16, 16, 16), InitialState.Plant(16, 16, 16) };
        _engine.Advance(Small, _creature.Weights, plain, 12, new CounterFireMasks(TrainedAutomaton.EvaluationSeed, 0, Small.FireRate));
        Assert.Equal(Values(plain), Values(_creature.Grow(12, samples: 2, engine: _engine)));
        Assert.Equal(Values(plain), Values(_creature.Grow(12, samples: 2)));

        var visited = _creature.PlantMany(2);
        var stops = new List<int>();
        foreach (var step in _creature.Visit(visited, [0, 5, 5, 12], engine: _engine))
            stops.Add(step);
        Assert.Equal([0, 5, 5, 12], stops);
        Assert.Equal(Values(plain), Values(visited));

        var trajectory = _creature.Trajectory(_creature.Plant(), 12, engine: _engine);
        Assert.Equal(13, trajectory.Count);
        Assert.Equal(_creature.Plant().Values, trajectory[0].Values);
        Assert.Equal(plain[0].Values, trajectory[^1].Values);
    }

    [Fact]
    public void Visiting_goes_on_from_a_later_step_and_refuses_to_go_back()
    {
        var (whole, parts) = (_creature.PlantMany(1), _creature.PlantMany(1));
        _creature.Advance(whole, 9, engine: _engine);
        _creature.Advance(parts, 4, engine: _engine);
        Assert.Equal([6, 9], _creature.Visit(parts, [6, 9], engine: _engine, start: 4));
        Assert.Equal(Values(whole), Values(parts));
        Assert.Throws<ArgumentOutOfRangeException>(() => _creature.Visit(parts, [12, 11], engine: _engine, start: 9).Last());
    }

    [Fact]
    public void A_wound_takes_cells_from_copies()
    {
        var grown = _creature.Grow(8, engine: _engine);
        var before = grown[0].Values.ToArray();
        var wounded = TrainedAutomaton.Wound(grown, Damage.Circle(8, 8, 4));
        Assert.Equal(before, grown[0].Values);
        Assert.All(wounded[0].Cell(8, 8).ToArray(), value => Assert.Equal(0, value));
    }

    public void Dispose() => _engine.Dispose();

    private static float[][] Values(IEnumerable<CellState> states) => [.. states.Select(state => state.Values)];
}
