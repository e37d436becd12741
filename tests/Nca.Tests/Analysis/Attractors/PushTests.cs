using Nca.Analysis.Attractors;
using Nca.Automaton;
using Nca.Creatures;
using Nca.Engines.Fused;
using Nca.Targets;

namespace Nca.Tests.Analysis.Attractors;

/// <summary>Pushes, and what synchronous life comes to, with rules whose outcome is known.</summary>
public sealed class PushTests : IDisposable
{
    // So small that even one dead cell is an error beyond the bound.
    private const int Grid = 8;
    private readonly FusedRolloutEngine _engine = new(1);
    private readonly Target _seedItself = Target.Load("1f423", Grid, 6) with { Rgba = InitialState.Plant(Grid, Grid, 16).Rgba() };

    [Fact]
    public void A_push_has_the_length_that_its_size_says()
    {
        var state = InitialState.Plant(Grid, Grid, 16);
        InitialState.PlantAt(state, 3, 3);
        var direction = RandomDirection.Of(state.Values.Length, 1, 0);
        var pushed = Pushes.Pushed(state, direction, 0.5);
        double[] moved = [.. pushed.Values.Zip(state.Values, (after, before) => (double)after - before)];

        // Two living cells of 16 numbers.
        Assert.Equal(0.5 * Math.Sqrt(32), Math.Sqrt(moved.Sum(value => value * value)), 1e-5);
        Assert.Equal(1, moved.Zip(direction).Sum(pair => pair.First * pair.Second) / Length(moved) / Length(direction), 1e-6);
        Assert.Equal(state.Values, Pushes.Pushed(state, new double[state.Values.Length], 1).Values);

        static double Length(double[] vector) => Math.Sqrt(vector.Sum(value => value * value));
    }

    [Fact]
    public void A_rule_that_does_nothing_brings_back_who_was_hardly_moved()
    {
        // Who is moved by 20 has another colour or, with too little alpha, dies.
        var still = Pushes.Of(
            Creature(new UpdateRuleWeights(16, 8)),
            samples: 4,
            sizes: [0.001, 20],
            steps: 5,
            grown: 201,
            engine: _engine
        );
        Assert.Equal(["random directions", "leading Lyapunov direction"], still.Select(curve => curve.Direction));
        Assert.Equal([4, 0], still[0].Returned);
        Assert.Equal((0.001, 0.0), (still[0].Half(), (still[0] with { Returned = [0, 4] }).Half()));
        Assert.Equal((0, 4), (still[0].At(1).Successes, still[0].At(1).Trials));
    }

    [Fact]
    public void A_creature_that_halves_has_the_exponent_of_a_half()
    {
        // Every number but alpha and those without a unit of their own keeps its tangent: 0 stays the largest; the state itself is kept.
        var creature = Creature(Halving());
        var state = creature.Plant();
        var exponents = CreatureMap.Exponents(creature, state, new Nca.Engines.SynchronousUpdate(), 0, count: 2, steps: 50, settling: 0);
        Assert.All(exponents.Values, value => Assert.InRange(value, Math.Log(0.5) - 1e-9, 1e-9));
    }

    [Fact]
    public void Synchronous_life_of_a_rule_that_does_nothing_is_no_life()
    {
        var (life, last) = SynchronousLife.Follow(Creature(new UpdateRuleWeights(16, 8)), 20, samples: 3, grown: 2, engine: _engine);
        Assert.Equal((0, 20), (life.Steps[0], life.Steps[^1]));
        Assert.All(life.Errors, curve => Assert.All(curve, error => Assert.Equal(0, error)));
        Assert.All(life.Living, curve => Assert.All(curve, living => Assert.Equal(1, living)));
        Assert.All(life.Changes, curve => Assert.All(curve, change => Assert.Equal(0, change)));
        Assert.Equal((0, 3), (life.Apart, last.Count));
        Assert.All(last, state => Assert.Equal(InitialState.Plant(Grid, Grid, 16).Values, state.Values));
    }

    private TrainedAutomaton Creature(UpdateRuleWeights weights) => new(new AutomatonConfig { Hidden = 8 }, weights, _seedItself);

    // Two hidden units see red and its negative, and take half of it away.
    private static UpdateRuleWeights Halving()
    {
        var weights = new UpdateRuleWeights(16, 8);
        (weights.HiddenWeights[0], weights.HiddenWeights[48]) = (1, -1);
        (weights.OutputWeights[0], weights.OutputWeights[1]) = (-0.5f, 0.5f);
        return weights;
    }

    public void Dispose() => _engine.Dispose();
}
