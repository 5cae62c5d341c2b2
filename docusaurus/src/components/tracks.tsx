import Translate from '@docusaurus/Translate';
import type { ReactNode } from 'react';
import styles from '../pages/index.module.css';

/** Three ways through the course, by what stands on the reader's desk. */
export function Tracks(): ReactNode {
  return (
    <section className={styles.section} aria-labelledby="tracks">
      <h2 id="tracks">
        <Translate id="book.home.tracks">Three ways through it</Translate>
      </h2>
      <p className={styles.note}>
        <Translate id="book.home.tracksNote">
          Every chapter can be worked through on a laptop. A graphics card or a robot adds to it, and you can change
          ways at any chapter.
        </Translate>
      </p>
      <ul className={styles.tracks}>
        <li className={styles.track}>
          <h3>
            <Translate id="book.home.laptop">Laptop</Translate>
          </h3>
          <p>
            <Translate id="book.home.laptopText">
              Simulate, estimate and control in Python and MuJoCo, with real ROS 2 nodes on Linux.
            </Translate>
          </p>
          <p className={styles.need}>
            <Translate id="book.home.laptopNeed">Needs: any laptop; Linux for the ROS 2 parts</Translate>
          </p>
        </li>
        <li className={styles.track}>
          <h3>
            <Translate id="book.home.rtx">RTX workstation</Translate>
          </h3>
          <p>
            <Translate id="book.home.rtxText">
              Add photorealistic simulation, synthetic data and training at scale in Isaac Sim and Isaac Lab.
            </Translate>
          </p>
          <p className={styles.need}>
            <Translate id="book.home.rtxNeed">Needs: an NVIDIA RTX card, 16 GB of its memory recommended</Translate>
          </p>
        </li>
        <li className={styles.track}>
          <h3>
            <Translate id="book.home.robot">Jetson or robot</Translate>
          </h3>
          <p>
            <Translate id="book.home.robotText">
              Carry what you trained onto a Jetson and a robot, with the safety checklist first.
            </Translate>
          </p>
          <p className={styles.need}>
            <Translate id="book.home.robotNeed">Needs: a Jetson Orin kit; a Go2 or G1 to walk</Translate>
          </p>
        </li>
      </ul>
    </section>
  );
}
