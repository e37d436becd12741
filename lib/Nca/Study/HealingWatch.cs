using Nca.Automaton;
using Nca.Engines;
using Nca.Imaging;

namespace Nca.Study;

/// <summary>With what damaged creatures are watched.</summary>
/// <param name="Automaton">The kind of step.</param>
/// <param name="Weights">The trained rule.</param>
/// <param name="Target">What they should become again.</param>
/// <param name="Engine">Computes the steps.</param>
/// <param name="Steps">How long, a multiple of <see cref="Healing.Every"/>.</param>
/// <param name="Dice">Which dice, for places and for firing.</param>
public sealed record HealingWatch(AutomatonConfig Automaton, UpdateRuleWeights Weights, Target Target, IRolloutEngine Engine, int Steps = 200, long Dice = 2_000_003);
