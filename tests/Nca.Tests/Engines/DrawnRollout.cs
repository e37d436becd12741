using Nca.Automaton;
using Nca.Engines;

namespace Nca.Tests.Engines;

/// <summary>
/// A rollout drawn at random: any variant, empty, sparse and full grids, states that touch every border, an f(0) that wakes empty space.
/// </summary>
internal sealed record DrawnRollout(
    AutomatonConfig Automaton,
    UpdateRuleWeights Weights,
    CellState State,
    int Steps,
    IFireMasks Fire,
    float[] Target
)
{
    public static DrawnRollout Of(int height, int width, int channels, int hidden, int steps, int choice, int seed)
    {
        var automaton = new AutomatonConfig
        {
            Channels = channels,
            Hidden = hidden,
            FireRate = (choice & 1) == 0 ? 1 : 0.6,
            ClampColour = (choice & 2) != 0,
            Masking = (choice & 4) != 0 ? AliveMasking.After : AliveMasking.BeforeAndAfter,
            Perception = (choice & 8) != 0 && channels % 2 == 0 ? PerceptionOrder.Listing : PerceptionOrder.Equation,
            SobelScale = (choice & 16) != 0 ? 1 : 0.125,
        };
        var random = new Random(seed);
        var weights = new UpdateRuleWeights(channels, hidden);
        foreach (ref var weight in weights.Values.AsSpan())
            weight = (float)(random.NextDouble() - 0.5) * 0.3f;
        if ((choice & 32) != 0)
            weights.OutputBiases[CellState.Alpha] = 0.7f;
        var filling = (choice >> 6) switch
        {
            0 or 1 => 0.0,
            2 or 3 => 1,
            4 or 5 or 6 => 0.1,
            _ => 0.3,
        };
        var state = new CellState(height, width, channels);
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++)
                if (random.NextDouble() < filling)
                    foreach (ref var value in state.Cell(y, x))
                        value = (float)(random.NextDouble() * 1.4 - 0.2);
        return new DrawnRollout(
            automaton,
            weights,
            state,
            steps,
            new CounterFireMasks(seed, 0, automaton.FireRate),
            [.. Enumerable.Range(0, height * width * 4).Select(_ => (float)random.NextDouble())]
        );
    }
}
